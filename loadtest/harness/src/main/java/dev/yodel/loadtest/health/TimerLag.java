package dev.yodel.loadtest.health;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How late the ticks of a timer of 10 ms fire that were due when it counted. After a stall each tick that it swallowed
 * counts with its own lateness, so that one long stall weighs as much as it should. Thread-safe.
 */
final class TimerLag {

    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private final LongPredicate counts;
    private final Histogram lag = new Histogram(3);
    private long due;

    private TimerLag(LongSupplier nanoClock, LongPredicate counts) {
        this.nanoClock = nanoClock;
        this.counts = counts;
        due = nanoClock.getAsLong();
    }

    /** Begins to watch; the timer is to call it every 10 ms. Ends with the timer. */
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

    private synchronized void tick() {
        due += PERIOD_NANOS;
        if (counts.test(due)) {
            lag.recordValue(Math.max(0, nanoClock.getAsLong() - due));
        }
    }
}
