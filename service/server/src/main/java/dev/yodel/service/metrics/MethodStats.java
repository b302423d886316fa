package dev.yodel.service.metrics;

import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.prometheus.metrics.model.snapshots.Exemplar;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What was counted of the calls to one method. Thread-safe. */
final class MethodStats {

    private static final int CODES = Status.Code.values().length;

    final String service;
    final String method;
    final MethodType type;

    final LongAdder started = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder receivedBytes = new LongAdder();
    final LongAdder sentBytes = new LongAdder();

    private final LongAdder[] ended = adders();
    private final LongAdder[] nanos = adders();
    private final LongAdder[] injected = adders();

    /** Of calls that ended with OK, and of all others together. */
    private final AtomicLongArray okBuckets = new AtomicLongArray(Buckets.COUNT);

    private final AtomicLongArray otherBuckets = new AtomicLongArray(Buckets.COUNT);
    private final AtomicReferenceArray<@Nullable Exemplar> exemplars = new AtomicReferenceArray<>(Buckets.COUNT);

    MethodStats(String service, String method, MethodType type) {
        this.service = service;
        this.method = method;
        this.type = type;
    }

    /** For all calls to methods that the server does not have, so that callers cannot make up series. */
    static MethodStats unknown() {
        return new MethodStats("unknown", "unknown", MethodType.UNKNOWN);
    }

    /** Such as {@code yodel.v1.EchoService/Echo}. */
    String fullName() {
        return type == MethodType.UNKNOWN ? "unknown" : service + "/" + method;
    }

    void end(Status.Code code, long durationNanos) {
        ended[code.value()].increment();
        nanos[code.value()].add(durationNanos);
        (code == Status.Code.OK ? okBuckets : otherBuckets).incrementAndGet(Buckets.indexOf(durationNanos));
    }

    /** Keeps an example of a call that took so long and ended with OK: the last one of each bucket. */
    void exemplar(long durationNanos, Exemplar exemplar) {
        exemplars.set(Buckets.indexOf(durationNanos), exemplar);
    }

    void inject(Status.Code code) {
        injected[code.value()].increment();
    }

    long open() {
        // Ends are read first, so that the difference is never negative.
        long ends = ended();
        return started.sum() - ends;
    }

    long ended() {
        long sum = 0;
        for (LongAdder adder : ended) {
            sum += adder.sum();
        }
        return sum;
    }

    long ended(Status.Code code) {
        return ended[code.value()].sum();
    }

    double seconds(Status.Code code) {
        return nanos[code.value()].sum() / 1e9;
    }

    long injected(Status.Code code) {
        return injected[code.value()].sum();
    }

    long[] okBuckets() {
        long[] counts = new long[Buckets.COUNT];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = okBuckets.get(i);
        }
        return counts;
    }

    long[] allBuckets() {
        long[] counts = okBuckets();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += otherBuckets.get(i);
        }
        return counts;
    }

    @Nullable
    Exemplar exemplar(int bucket) {
        return exemplars.get(bucket);
    }

    private static LongAdder[] adders() {
        LongAdder[] adders = new LongAdder[CODES];
        for (int i = 0; i < CODES; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }
}
