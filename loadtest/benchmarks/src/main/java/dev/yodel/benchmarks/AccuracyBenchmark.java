package dev.yodel.benchmarks;

import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Series;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.Rounds.Pair;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Whether the injector's times are true. */
final class AccuracyBenchmark implements Benchmark {

    private static final Duration DELAY = Duration.ofMillis(50);
    private static final int DELAYED_RATE = 200;
    private static final int RATE = 1_000;

    /** Two programs on one core have to do with this rate. */
    private static final int WARM_UP_RATE = 10_000;

    private static final double MICROS_PER_MILLI = 1e3;
    private static final String BARE = "bare client";
    private static final String GATLING = "Gatling";

    @Override
    public String name() {
        return "truth";
    }

    @Override
    public String meaning() {
        return String.format(
                        Locale.ROOT,
                        "Times as the recorder has them, of calls evenly spaced, while the bare client makes as many at the same"
                                + " time on the same core. Of %d calls/s against the Yodel service that holds each answer back for %d ms;"
                                + " and of %,d calls/s against the bare server. ",
                        DELAYED_RATE,
                        DELAY.toMillis(),
                        RATE)
                + Launcher.wakefulness();
    }

    @Override
    public List<Figure> figures(Launcher programs, RunSettings effort) {
        return List.of(knownDelay(programs, effort), shortTimes(programs, effort));
    }

    private static Figure knownDelay(Launcher programs, RunSettings effort) {
        List<Pair> pairs = pairs(programs, programs::yodelServer, DELAYED_RATE, DELAY, effort);
        return Figure.beside(
                "p50 of a server that takes 50 ms, ms",
                Series.of(pairs, pair -> pair.bare().p50Micros() / MICROS_PER_MILLI),
                Series.of(pairs, pair -> pair.yodel().p50Micros() / MICROS_PER_MILLI),
                new Threshold(50.0, 50.6),
                effort.standing());
    }

    private static Figure shortTimes(Launcher programs, RunSettings effort) {
        List<Pair> pairs = pairs(programs, programs::bareServer, RATE, Duration.ZERO, effort);
        return Figure.ratio(
                "p50 of a server that takes no time, µs",
                pairs.stream().map(pair -> pair.bare().p50Micros()).toList(),
                pairs.stream().map(pair -> pair.yodel().p50Micros()).toList(),
                new Threshold(0.95, 1.05),
                effort.standing());
    }

    private static List<Pair> pairs(
            Launcher programs, Supplier<ServerProcess> server, int rate, Duration delay, RunSettings effort) {
        Rounds rounds = new Rounds(programs);
        // Were the rates the same, either's calls would always come just before the other's.
        Load bare = load(rate, delay, effort);
        Load gatling = load(rate + 1, delay, effort);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < effort.rounds(); i++) {
            Pair pair = programs.awake(() -> rounds.together(bare, gatling, server));
            System.err.printf("  %-28s %s%n", BARE, pair.bare().line());
            System.err.printf("  %-28s %s%n", GATLING, pair.yodel().line());
            pairs.add(pair);
        }
        return pairs;
    }

    private static Load load(int rate, Duration delay, RunSettings effort) {
        return Load.fullSpeed(Workload.PACED, 1, effort.warmUp(), effort.window())
                .with(Manner.atRate(rate, WARM_UP_RATE).delayed(delay));
    }
}
