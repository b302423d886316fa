package dev.yodel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One of the things that are compared, and what it showed.
 *
 * @param rounds its rounds so far
 */
record Turn(String name, List<Round> rounds) {

    Turn(String name) {
        this(name, new ArrayList<>());
    }

    Series series(ToDoubleFunction<Round> value) {
        return Series.of(rounds, value);
    }

    /** The same as the series, a value a round, in their order. */
    List<Double> values(ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).boxed().toList();
    }

    void took(Round round) {
        rounds.add(round);
        System.err.printf("  %-28s %s%n", name, round.line());
    }
}
