package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.WaitStats;
import org.jspecify.annotations.Nullable;

/**
 * Calls that had to wait for something. Times are in microseconds.
 *
 * @param count how many waited
 * @param mean how long on average
 * @param max how long the longest
 */
public record WaitResult(long count, double mean, double max) {

    private static final double NANOS_PER_MICRO = 1000;

    /** What the figures say; null if nothing waited. */
    static @Nullable WaitResult of(WaitStats figures) {
        if (figures.count() == 0) {
            return null;
        }
        return new WaitResult(
                figures.count(),
                Math.round((double) figures.totalNanos() / figures.count()) / NANOS_PER_MICRO,
                figures.maxNanos() / NANOS_PER_MICRO);
    }
}
