package dev.yodel.loadtest.result;

import java.time.Instant;

/**
 * The stretch of time that counts: what was due before or after it is in no figure.
 *
 * @param start its first moment
 * @param end the moment after its last
 * @param seconds its length; measured on the run's nanosecond clock, so that a change of the wall clock does not bend it
 */
public record Window(Instant start, Instant end, double seconds) {}
