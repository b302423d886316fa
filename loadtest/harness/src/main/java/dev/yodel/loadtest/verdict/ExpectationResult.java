package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.plan.expectation.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run met an expectation.
 *
 * @param expectation what was expected
 * @param met whether it was met; a figure without a value meets nothing
 * @param value the value found, in the unit of the bound: nanoseconds, a count, a share or a rate; null for none
 * @param found the value with its unit; where several requests are expected to meet it, with the name of the worst
 */
public record ExpectationResult(
        Expectation expectation, boolean met, @Nullable Double value, String found) {}
