package dev.yodel.gatling.grpc.stats;

/**
 * How often and how long calls waited.
 *
 * @param count number of waits
 * @param totalNanos total duration
 * @param maxNanos longest wait
 */
public record WaitStats(long count, long totalNanos, long maxNanos) {}
