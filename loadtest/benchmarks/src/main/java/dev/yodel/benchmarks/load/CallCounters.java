package dev.yodel.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * The counters of a load program since they were last read.
 *
 * @param latency the latency of each answered call or message, in nanoseconds; scheduled calls count from their due time
 * @param failed the number of failed calls
 */
public record CallCounters(Histogram latency, long failed) {}
