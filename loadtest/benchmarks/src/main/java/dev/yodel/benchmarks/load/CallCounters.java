package dev.yodel.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What a load program counted during some stretch.
 *
 * @param latency the time of each call or message that was answered, in nanoseconds; from its due time where it has one
 * @param failed calls that failed
 */
public record CallCounters(Histogram latency, long failed) {}
