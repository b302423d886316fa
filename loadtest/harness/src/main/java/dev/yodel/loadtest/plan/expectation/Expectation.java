package dev.yodel.loadtest.plan.expectation;

import org.jspecify.annotations.Nullable;

/**
 * What is expected of one figure of a run.
 *
 * @param text as it was written
 * @param request the request name that it is limited to; null for all
 * @param stage the stage of a profile that it is limited to, from 1; null for the whole run
 * @param figure the figure
 * @param comparison how it must compare
 * @param bound with what: nanoseconds, a count, a share from 0 to 1, or a rate per second
 */
public record Expectation(
        String text,
        @Nullable String request,
        @Nullable Integer stage,
        Figure figure,
        Comparison comparison,
        double bound) {

    /**
     * Reads an expectation such as {@code p99 < 5ms}, {@code greet: p99.9 of service time <= 20ms} or
     * {@code greet: stage 2: p99 < 5ms}.
     *
     * @throws IllegalArgumentException that points at what is wrong
     */
    public static Expectation parse(String text) {
        return new ExpectationParser(text).parse();
    }

    @Override
    public String toString() {
        return text;
    }
}
