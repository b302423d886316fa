package dev.yodel.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * The parsed command line.
 *
 * @param benchmarks to run
 * @param settings how much to measure
 * @param write whether to write the report to RESULTS.md
 */
record Arguments(List<Benchmark> benchmarks, RunSettings settings, boolean write) {

    private static final List<Benchmark> ALL = List.of(
            new ServiceBenchmark(),
            new TlsBenchmark(),
            new InjectorBenchmark(),
            new StreamsBenchmark(),
            new ScheduleBenchmark(),
            new AccuracyBenchmark(),
            new RoomsBenchmark(),
            new OverloadBenchmark(),
            new PeersBenchmark(),
            new EnduranceBenchmark());

    private static final String ROUNDS = "--rounds=";
    private static final int MIN_ROUNDS_TO_WRITE = 3;

    /** @throws IllegalArgumentException if an argument is unknown or not allowed */
    static Arguments parse(List<String> arguments) {
        List<Benchmark> benchmarks = new ArrayList<>();
        RunSettings settings = arguments.contains("--quick") ? RunSettings.QUICK : RunSettings.FULL;
        boolean write = false;
        for (String argument : arguments) {
            if (argument.startsWith(ROUNDS)) {
                settings = settings.withRounds(number(argument.substring(ROUNDS.length())));
            } else if (argument.equals("all")) {
                benchmarks.addAll(ALL);
            } else if (argument.equals("--write")) {
                write = true;
            } else if (!argument.equals("--quick")) {
                benchmarks.add(benchmark(argument));
            }
        }
        if (benchmarks.isEmpty()) {
            throw unknown("no benchmark");
        }
        boolean full = settings.equals(RunSettings.FULL.withRounds(settings.rounds()));
        if (write && !(full && settings.rounds() >= MIN_ROUNDS_TO_WRITE)) {
            throw new IllegalArgumentException("--write: %s (expected: no --quick, and at least %d rounds)"
                    .formatted(String.join(" ", arguments), MIN_ROUNDS_TO_WRITE));
        }
        return new Arguments(benchmarks, settings, write);
    }

    /** Whether every benchmark is run exactly once. */
    boolean all() {
        return benchmarks.equals(ALL);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--rounds: %s (expected: a whole number)".formatted(text));
        }
    }

    private static Benchmark benchmark(String name) {
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private static IllegalArgumentException unknown(String found) {
        return new IllegalArgumentException("%s (expected: all, or some of %s; --quick, --rounds=N, --write)"
                .formatted(found, ALL.stream().map(Benchmark::name).toList()));
    }
}
