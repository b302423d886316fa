package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counters of calls that began, of open calls, and of ended calls by request name, status and failure source together, a combination that
 * request statistics do not have. Costs four additions per call. Thread-safe.
 */
public final class CallCounters implements SampleListener {

    private final Map<RequestKey, LongAdder> begun = new ConcurrentHashMap<>();
    private final Map<RequestKey, LongAdder> open = new ConcurrentHashMap<>();
    private final Map<OutcomeKey, LongAdder> ended = new ConcurrentHashMap<>();

    /** Streams open now, of all names. */
    public long openStreams() {
        return open.entrySet().stream()
                .filter(entry -> entry.getKey().kind() != MethodType.UNARY)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** Calls open now, of all names and kinds. */
    public long open() {
        return open.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Calls open now, by request name. */
    Map<String, Long> openByName() {
        Map<String, Long> byName = new HashMap<>();
        forEachOpen((request, count) -> byName.merge(request.name(), count, Long::sum));
        return byName;
    }

    /** Calls that began, since the start of the run. */
    public void forEachBegun(BiConsumer<RequestKey, Long> reader) {
        begun.forEach((key, count) -> reader.accept(key, count.sum()));
    }

    public void forEachOpen(BiConsumer<RequestKey, Long> reader) {
        open.forEach((key, count) -> reader.accept(key, count.sum()));
    }

    public void forEachEnded(BiConsumer<OutcomeKey, Long> reader) {
        ended.forEach((key, count) -> reader.accept(key, count.sum()));
    }

    @Override
    public void callStarted(String name, MethodType kind, long dueNanos) {
        RequestKey request = new RequestKey(name, kind);
        adder(begun, request).increment();
        adder(open, request).increment();
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

    /**
     * Adds what another process has counted. By status and by failure source the sums are exact; which of several statuses had
     * which of several sources is not known to statistics, and they are paired in order.
     */
    public void add(RequestStats stats) {
        RequestKey request = new RequestKey(stats.name(), stats.kind());
        adder(begun, request).add(stats.count());
        Map<FailureSource, Long> sources = new EnumMap<>(FailureSource.class);
        sources.putAll(stats.failureSources());
        sources.remove(FailureSource.CANCELLED);
        add(request, Status.Code.OK, Map.of(FailureSource.NONE, stats.ok()));
        sources.remove(FailureSource.NONE);
        for (Map.Entry<Status.Code, Long> status : stats.statuses().entrySet()) {
            if (status.getKey() != Status.Code.OK) {
                add(request, status.getKey(), taken(sources, status.getValue()));
            }
        }
        add(request, null, sources); // calls that could not be started have no status
    }

    private void add(RequestKey request, Status.@Nullable Code status, Map<FailureSource, Long> counts) {
        counts.forEach((source, count) -> {
            if (count > 0) {
                adder(ended, new OutcomeKey(request, status, source)).add(count);
            }
        });
    }

    /** That many of the counts, in order. */
    private static Map<FailureSource, Long> taken(Map<FailureSource, Long> counts, long number) {
        Map<FailureSource, Long> taken = new EnumMap<>(FailureSource.class);
        long left = number;
        for (Map.Entry<FailureSource, Long> count : counts.entrySet()) {
            long part = Math.min(left, count.getValue());
            taken.put(count.getKey(), part);
            count.setValue(count.getValue() - part);
            left -= part;
        }
        return taken;
    }

    private static <K> LongAdder adder(Map<K, LongAdder> adders, K key) {
        LongAdder known = adders.get(key);
        return known != null ? known : adders.computeIfAbsent(key, k -> new LongAdder());
    }

    /** What open calls are counted by. */
    public record RequestKey(String name, MethodType kind) {}

    /**
     * What ended calls are counted by.
     *
     * @param status null if the call could not be started
     */
    public record OutcomeKey(RequestKey request, Status.@Nullable Code status, FailureSource failureSource) {}
}
