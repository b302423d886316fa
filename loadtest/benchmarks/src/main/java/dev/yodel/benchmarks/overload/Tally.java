package dev.yodel.benchmarks.overload;

import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What became of calls. Thread-safe. */
final class Tally {

    private final AtomicLong open = new AtomicLong();
    private final LongAdder ok = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong firstRefusal = new AtomicLong();

    void started() {
        open.incrementAndGet();
    }

    /** A call has ended; the answers of one that failed are worth nothing. */
    void ended(Status status, int answers) {
        if (status.isOk()) {
            ok.increment();
            served.add(answers);
        } else if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            refused.increment();
            firstRefusal.compareAndSet(0, System.nanoTime());
        }
        open.decrementAndGet();
    }

    long open() {
        return open.get();
    }

    long ok() {
        return ok.sum();
    }

    long served() {
        return served.sum();
    }

    long refused() {
        return refused.sum();
    }

    /** Infinite if nothing was refused. */
    double firstRefusalSeconds(long begun) {
        long first = firstRefusal.get();
        return first == 0 ? Double.POSITIVE_INFINITY : (first - begun) / 1e9;
    }
}
