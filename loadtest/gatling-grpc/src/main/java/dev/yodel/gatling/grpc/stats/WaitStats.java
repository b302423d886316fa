package dev.yodel.gatling.grpc.stats;

/**
 * How often calls had to wait for something, and for how long.
 *
 * @param count how many waited
 * @param totalNanos how long all of them together
 * @param maxNanos how long the longest
 */
public record WaitStats(long count, long totalNanos, long maxNanos) {}
