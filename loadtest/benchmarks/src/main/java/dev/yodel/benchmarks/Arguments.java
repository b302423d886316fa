package dev.yodel.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param families whose figures to take
 * @param effort how much to do for them
 * @param write whether to keep the report
 */
record Arguments(List<Benchmark> families, RunSettings effort, boolean write) {

    private static final List<Benchmark> ALL = List.of(
            new ServiceBenchmark(), new InjectorBenchmark(), new StreamsBenchmark(), new ScheduleBenchmark(), new AccuracyBenchmark());

    private static final String ROUNDS = "--rounds=";
    private static final int LEAST_KEPT = 3;

    /** @throws IllegalArgumentException if there is something else on it */
    static Arguments parse(List<String> arguments) {
        List<Benchmark> families = new ArrayList<>();
        RunSettings effort = arguments.contains("--quick") ? RunSettings.QUICK : RunSettings.FULL;
        boolean write = false;
        for (String argument : arguments) {
            if (argument.startsWith(ROUNDS)) {
                effort = effort.withRounds(number(argument.substring(ROUNDS.length())));
            } else if (argument.equals("all")) {
                families.addAll(ALL);
            } else if (argument.equals("--write")) {
                write = true;
            } else if (!argument.equals("--quick")) {
                families.add(family(argument));
            }
        }
        if (families.isEmpty()) {
            throw unknown("no family");
        }
        boolean worthKeeping = effort.rounds() >= LEAST_KEPT && effort.equals(RunSettings.FULL.withRounds(effort.rounds()));
        if (write && !worthKeeping) {
            throw new IllegalArgumentException("--write: %s (expected: in full, %d rounds at least)"
                    .formatted(String.join(" ", arguments), LEAST_KEPT));
        }
        return new Arguments(families, effort, write);
    }

    /** Whether the report is one of all families, once each. */
    boolean all() {
        return families.equals(ALL);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--rounds: %s (expected: a whole number)".formatted(text));
        }
    }

    private static Benchmark family(String name) {
        return ALL.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static IllegalArgumentException unknown(String found) {
        return new IllegalArgumentException("%s (expected: all or some of %s; --quick, --rounds=N, --write)"
                .formatted(found, ALL.stream().map(Benchmark::name).toList()));
    }
}
