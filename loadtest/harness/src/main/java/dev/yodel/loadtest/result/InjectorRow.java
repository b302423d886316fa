package dev.yodel.loadtest.result;

import org.jspecify.annotations.Nullable;

/**
 * One of several load generators (injectors) that made a result together.
 *
 * @param number its number, from 1
 * @param host where it ran; null if it never said so
 * @param calls the calls that it counted; until it was lost, if it was
 * @param failed of these, those that failed
 * @param clockOffsetMillis how much its wall clock is ahead of that of the coordinator; null if unknown
 * @param clockErrorMillis the largest error of it
 * @param startSkewMillis how much later than planned its run started, on the clock of the coordinator; null if it did not
 * @param lost why its result is missing; null if it is there
 */
public record InjectorRow(
        int number,
        @Nullable String host,
        long calls,
        long failed,
        @Nullable Double clockOffsetMillis,
        @Nullable Double clockErrorMillis,
        @Nullable Double startSkewMillis,
        @Nullable String lost) {}
