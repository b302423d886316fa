package dev.yodel.gatling.grpc.stats;

import io.grpc.MethodDescriptor.MethodType;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A listener that records every latency in nanosecond histograms, by request name and kind of call.
 *
 * <p>{@link #take()} returns what was recorded since the previous take. A reader that takes once a second gets
 * intervals, and their {@linkplain RequestStats#plus sum} is the whole run: no sample is recorded twice or lost between
 * two takes.
 *
 * <p>Recording is wait-free and allocates nothing; memory is bounded by the number of request names (about 3 MB each)
 * and {@link #MAX_ERROR_TEXTS}. Thread-safe.
 */
public final class LatencyRecorder implements SampleListener {

    /** The maximum number of different error texts per request name. */
    public static final int MAX_ERROR_TEXTS = 100;

    private final Map<MethodType, ConcurrentMap<String, RequestRecorder>> records = new EnumMap<>(MethodType.class);

    public LatencyRecorder() {
        for (MethodType kind : MethodType.values()) {
            records.put(kind, new ConcurrentHashMap<>());
        }
    }

    /** Includes a request name in every take from now on, also before its first call. */
    public void include(String name, MethodType kind) {
        var unused = record(name, kind);
    }

    /** What was recorded since the last take, one entry per request name and kind of call, sorted by name. */
    public List<RequestStats> take() {
        return records.values().stream()
                .flatMap(ofKind -> ofKind.values().stream())
                .map(RequestRecorder::take)
                .sorted(Comparator.comparing(RequestStats::name).thenComparing(RequestStats::kind))
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

    private RequestRecorder record(String name, MethodType kind) {
        ConcurrentMap<String, RequestRecorder> ofKind = Objects.requireNonNull(records.get(kind));
        RequestRecorder known = ofKind.get(name);
        return known != null ? known : ofKind.computeIfAbsent(name, n -> new RequestRecorder(n, kind));
    }
}
