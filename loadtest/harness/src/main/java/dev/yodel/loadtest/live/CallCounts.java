package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls open and calls ended, by request name, status and origin together, which no sum over a run's figures can tell.
 * Costs two additions per call. Thread-safe.
 */
public final class CallCounts implements SampleListener {

    private final Map<RequestKey, LongAdder> open = new ConcurrentHashMap<>();
    private final Map<OutcomeKey, LongAdder> ended = new ConcurrentHashMap<>();

    /** Streams open now, whatever their name. */
    public long openStreams() {
        return open.entrySet().stream()
                .filter(entry -> entry.getKey().kind() != MethodType.UNARY)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** Calls open now, whatever their name and shape. */
    public long open() {
        return open.values().stream().mapToLong(LongAdder::sum).sum();
    }

    void forEachOpen(BiConsumer<RequestKey, Long> reader) {
        open.forEach((key, count) -> reader.accept(key, count.sum()));
    }

    void forEachEnded(BiConsumer<OutcomeKey, Long> reader) {
        ended.forEach((key, count) -> reader.accept(key, count.sum()));
    }

    @Override
    public void callStarted(String name, MethodType kind, long dueNanos) {
        adder(open, new RequestKey(name, kind)).increment();
    }

    @Override
    public void callEnded(CallSample sample) {
        RequestKey request = new RequestKey(sample.name(), sample.kind());
        adder(open, request).decrement();
        adder(ended, new OutcomeKey(request, sample.status(), sample.failureSource()))
                .increment();
    }

    @Override
    public void callNotStarted(String name, MethodType kind, String error) {
        adder(ended, new OutcomeKey(new RequestKey(name, kind), null, FailureSource.CLIENT))
                .increment();
    }

    private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
        LongAdder known = adders.get(key);
        return known != null ? known : adders.computeIfAbsent(key, k -> new LongAdder());
    }

    record RequestKey(String name, MethodType kind) {}

    /** @param status null if the call could not be started */
    record OutcomeKey(RequestKey request, Status.@Nullable Code status, FailureSource origin) {}
}
