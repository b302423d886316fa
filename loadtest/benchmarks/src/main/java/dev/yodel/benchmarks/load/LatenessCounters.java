package dev.yodel.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts calls by the tenth of a second that they were due in, and those among them that began late. Thread-safe. */
public final class LatenessCounters {

    private static final long LATE_NANOS = 1_000_000;

    private final long originNanos = System.nanoTime();
    private final AtomicIntegerArray due;
    private final AtomicIntegerArray late;

    /** @param longest how long a run lasts at most: calls that are due later are not counted */
    public LatenessCounters(Duration longest) {
        int tenths = Math.toIntExact(longest.toNanos() / LatenessIntervals.NANOS);
        due = new AtomicIntegerArray(tenths);
        late = new AtomicIntegerArray(tenths);
    }

    /** A call was due at the one time, and began at the other, both of {@link System#nanoTime}. */
    public void began(long dueNanos, long startNanos) {
        int tenth = tenth(dueNanos);
        if (tenth < 0 || tenth >= due.length()) {
            return;
        }
        due.incrementAndGet(tenth);
        if (startNanos - dueNanos > LATE_NANOS) {
            late.incrementAndGet(tenth);
        }
    }

    /** The tenths that lie within a stretch from one time to another. */
    public LatenessIntervals within(long fromNanos, long toNanos) {
        int first = tenth(fromNanos) + 1;
        int end = Math.max(first, Math.min(tenth(toNanos), due.length()));
        int[] dueThen = new int[end - first];
        int[] lateThen = new int[end - first];
        for (int i = 0; i < dueThen.length; i++) {
            dueThen[i] = due.get(first + i);
            lateThen[i] = late.get(first + i);
        }
        return LatenessIntervals.of(originNanos + first * LatenessIntervals.NANOS, dueThen, lateThen);
    }

    private int tenth(long nanos) {
        return (int) Math.floorDiv(nanos - originNanos, LatenessIntervals.NANOS);
    }
}
