package dev.yodel.loadtest.health;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How late the ticks of a 10 ms timer fire that were due in the measured window. After a stall every missed tick is recorded
 * with its own lateness, as coordinated omission would otherwise hide the stall. Thread-safe.
 */
final class TimerLag {

    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private final LongPredicate counts;
    private final Histogram lag = new Histogram(3);
    private long due;
    private Histogram sinceTaken = new Histogram(3);
    private long latest = -1;

    private TimerLag(LongSupplier nanoClock, LongPredicate counts) {
        this.nanoClock = nanoClock;
        this.counts = counts;
        due = nanoClock.getAsLong();
    }

    /** Starts measuring; ends with the timer. */
    static TimerLag watch(LongSupplier nanoClock, LongPredicate counts, ScheduledExecutorService timer) {
        TimerLag watched = new TimerLag(nanoClock, counts);
        var unused = timer.scheduleAtFixedRate(watched::tick, PERIOD_NANOS, PERIOD_NANOS, TimeUnit.NANOSECONDS);
        return watched;
    }

    /** Null if no tick counted. */
    synchronized @Nullable Double p99Millis() {
        return lag.getTotalCount() == 0 ? null : lag.getValueAtPercentile(99) / 1e6;
    }

    /** Null if no tick counted. */
    synchronized @Nullable Double maxMillis() {
        return lag.getTotalCount() == 0 ? null : lag.getMaxValue() / 1e6;
    }

    /** The maximum since the last time that this was called, whether it counted or not; null if no tick fired. */
    synchronized @Nullable Double takeMaxMillis() {
        Double max = latest < 0 ? null : latest / 1e6;
        latest = -1;
        return max;
    }

    /** In nanoseconds, of the ticks since the last time that this was called, whether they counted or not. */
    synchronized Histogram take() {
        Histogram taken = sinceTaken;
        sinceTaken = new Histogram(3);
        return taken;
    }

    private synchronized void tick() {
        due += PERIOD_NANOS;
        long late = Math.max(0, nanoClock.getAsLong() - due);
        latest = Math.max(latest, late);
        sinceTaken.recordValue(late);
        if (counts.test(due)) {
            lag.recordValue(late);
        }
    }
}
