package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;

/**
 * What was due in one stage of a request's profile.
 *
 * @param number the number of the stage, from 1
 * @param stage the stage as the profile has it, such as {@code 0..1000/30s}
 * @param window its part of the measured window; shorter than planned if the run ended in it
 * @param stats the statistics
 */
public record StageStats(int number, String stage, Window window, RequestStats stats) {}
