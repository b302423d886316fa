package dev.yodel.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** When calls were due that began more than a millisecond later. Keeps them until they are asked for. Thread-safe. */
public final class LateCalls {

    private static final long LATE_NANOS = 1_000_000;

    private List<Long> due = new ArrayList<>();

    /** A call was due at the one time, and began at the other, both of {@link System#nanoTime}. */
    public void began(long dueNanos, long startNanos) {
        if (startNanos - dueNanos > LATE_NANOS) {
            add(dueNanos);
        }
    }

    private synchronized void add(long dueNanos) {
        due.add(dueNanos);
    }

    /** The due times of those since this was asked last. */
    public synchronized List<Long> take() {
        List<Long> taken = due;
        due = new ArrayList<>();
        return taken;
    }
}
