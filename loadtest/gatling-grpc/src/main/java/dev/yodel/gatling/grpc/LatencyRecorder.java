package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.record.RequestRecord;
import io.grpc.MethodDescriptor.MethodType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The recorder: a listener that keeps every latency in nanosecond histograms, by request name and shape of call.
 *
 * <p>{@link #take()} hands out what was recorded since the call before it, so that a reader that takes once a second
 * gets intervals, and their {@linkplain RequestFigures#plus sum} is the whole run: nothing is recorded twice and
 * nothing is lost between two takes.
 *
 * <p>Recording is wait-free and allocates nothing; memory is bounded by the number of request names (about 3 MB each)
 * and {@link #MAX_ERROR_TEXTS}. Thread-safe.
 */
public final class LatencyRecorder implements SampleListener {

    /** How many different error texts are kept per request name. */
    public static final int MAX_ERROR_TEXTS = 100;

    private final Map<MethodType, ConcurrentMap<String, RequestRecord>> records = new EnumMap<>(MethodType.class);

    public LatencyRecorder() {
        for (MethodType kind : MethodType.values()) {
            records.put(kind, new ConcurrentHashMap<>());
        }
    }

    /** What was recorded since the last take, one entry per request name and shape ever seen, sorted by name. */
    public List<RequestFigures> take() {
        return records.values().stream()
                .flatMap(ofKind -> ofKind.values().stream())
                .map(RequestRecord::take)
                .sorted(Comparator.comparing(RequestFigures::name).thenComparing(RequestFigures::kind))
                .toList();
    }

    @Override
    public void callNotStarted(String name, MethodType kind, String error) {
        record(name, kind).callNotStarted(error);
    }

    @Override
    public void callEnded(CallSample sample) {
        record(sample.name(), sample.kind()).callEnded(sample);
    }

    @Override
    public void messageSent(String name, MethodType kind, long dueNanos, long sentNanos) {
        record(name, kind).messageSent();
    }

    @Override
    public void messageReceived(MessageSample sample) {
        record(sample.name(), sample.kind()).messageReceived(sample);
    }

    private RequestRecord record(String name, MethodType kind) {
        ConcurrentMap<String, RequestRecord> ofKind = Objects.requireNonNull(records.get(kind));
        RequestRecord known = ofKind.get(name);
        return known != null ? known : ofKind.computeIfAbsent(name, n -> new RequestRecord(n, kind));
    }
}
