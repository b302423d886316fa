package dev.yodel.benchmarks.load;

import dev.yodel.benchmarks.load.LatenessIntervals.Interval;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** Counts scheduled calls, and late starts among them, by the tenth of a second in which they were due. Thread-safe. */
public final class LatenessCounters {

    private static final long LATE_NANOS = 1_000_000;

    private final long originNanos = System.nanoTime();
    private final AtomicIntegerArray due;
    private final AtomicIntegerArray late;

    /** Starts to count. Calls due later than the longest run are ignored. */
    public LatenessCounters(Duration longest) {
        int intervals = Math.toIntExact(longest.toNanos() / LatenessIntervals.NANOS);
        due = new AtomicIntegerArray(intervals);
        late = new AtomicIntegerArray(intervals);
    }

    /** Records the start of a call. Both times are those of {@link System#nanoTime}. */
    public void callStarted(long dueNanos, long startNanos) {
        int interval = interval(dueNanos);
        if (interval < 0 || interval >= due.length()) {
            return;
        }
        due.incrementAndGet(interval);
        if (startNanos - dueNanos > LATE_NANOS) {
            late.incrementAndGet(interval);
        }
    }

    /** The intervals that lie entirely within a period. */
    public LatenessIntervals within(long fromNanos, long toNanos) {
        int first = interval(fromNanos) + 1;
        int end = Math.max(first, Math.min(interval(toNanos), due.length()));
        return new LatenessIntervals(IntStream.range(first, end)
                .mapToObj(i -> new Interval(originNanos + i * LatenessIntervals.NANOS, due.get(i), late.get(i)))
                .toList());
    }

    private int interval(long nanos) {
        return (int) Math.floorDiv(nanos - originNanos, LatenessIntervals.NANOS);
    }
}
