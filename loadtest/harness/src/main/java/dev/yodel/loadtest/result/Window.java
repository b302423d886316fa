package dev.yodel.loadtest.result;

import java.time.Instant;

/**
 * The measured time window: what was due before or after it is excluded from all results.
 *
 * @param start its first moment
 * @param end the moment after its last
 * @param seconds its length, taken from the run's nanosecond clock and thus unaffected by changes of the wall clock
 */
public record Window(Instant start, Instant end, double seconds) {

    /** That many calls or messages as a rate per second. */
    public double perSecond(long count) {
        return Rate.perSecond(count, seconds);
    }
}
