package dev.yodel.loadtest.result;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of the load generator between two readings.
 *
 * @param cpuShare its share of the processors it may use, 0 to 1; null where unknown
 * @param lagMaxMillis the latest that a 10 ms timer fired; null if it did not
 * @param pauseMillis time spent in pauses of the garbage collector that ended in the interval
 */
public record IntervalHealth(
        @Nullable Double cpuShare, @Nullable Double lagMaxMillis, long pauseMillis) {

    /** No reading. */
    public static final IntervalHealth UNKNOWN = new IntervalHealth(null, null, 0);

    /** Of both times together: the worse one of each, and all pauses. */
    public IntervalHealth plus(IntervalHealth other) {
        return new IntervalHealth(
                worse(cpuShare, other.cpuShare),
                worse(lagMaxMillis, other.lagMaxMillis),
                pauseMillis + other.pauseMillis);
    }

    private static @Nullable Double worse(@Nullable Double a, @Nullable Double b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.max(a, b);
    }
}
