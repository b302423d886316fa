package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.result.RunResult;

/**
 * The result of a run together with the verdict on it: what every report shows.
 *
 * @param result what was measured
 * @param verdict whether the result can be trusted
 */
public record JudgedResult(RunResult result, Verdict verdict) {}
