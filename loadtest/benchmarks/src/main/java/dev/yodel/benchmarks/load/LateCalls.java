package dev.yodel.benchmarks.load;

import java.util.concurrent.atomic.LongAdder;

/** Counts calls that began more than a millisecond after they were due. Thread-safe. */
public final class LateCalls {

    private static final long LATE_NANOS = 1_000_000;

    private final LongAdder late = new LongAdder();

    /** A call was due at the one time, and began at the other, both of {@link System#nanoTime}. */
    public void began(long dueNanos, long startNanos) {
        if (startNanos - dueNanos > LATE_NANOS) {
            late.increment();
        }
    }

    /** How many there were since this was asked last. */
    public long take() {
        return late.sumThenReset();
    }
}
