package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.report.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One of the things that are compared, and what it showed.
 *
 * @param rounds its rounds so far
 */
public record Candidate(String name, List<Round> rounds) {

    public Candidate(String name) {
        this(name, new ArrayList<>());
    }

    public Series series(ToDoubleFunction<Round> value) {
        return Series.of(rounds, value);
    }

    /** The same as the series, a value a round, in their order. */
    public List<Double> values(ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).boxed().toList();
    }

    public void took(Round round) {
        rounds.add(round);
        System.err.printf("  %-28s %s%n", name, round.line());
    }
}
