package dev.yodel.loadtest.result;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of the load generator (the injector) in the window; null where the window was too short for a reading.
 *
 * @param cpuShare its share of the processors it may use, 0 to 1
 * @param stolenShare the share of the machine's processors that its host gave to others, 0 to 1; 0 where unknown
 * @param throttledShare the share of its processors that a CPU limit withheld from it, 0 to 1; 0 where unknown
 * @param lagP99Millis the 99th percentile of how late a 10 ms timer fired
 * @param lagMaxMillis the maximum of it
 * @param longestPauseMillis the longest pause of the garbage collector
 * @param pauseShare the share of the window spent in such pauses, 0 to 1
 */
public record InjectorReadings(
        @Nullable Double cpuShare,
        @Nullable Double stolenShare,
        @Nullable Double throttledShare,
        @Nullable Double lagP99Millis,
        @Nullable Double lagMaxMillis,
        long longestPauseMillis,
        @Nullable Double pauseShare) {}
