package dev.yodel.benchmarks;

import dev.yodel.benchmarks.InTurn.Turn;
import dev.yodel.benchmarks.Rounds.Pair;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the injector's times are true. */
final class TruthFamily implements Family {

    private static final int USERS = 20;
    private static final Duration DELAY = Duration.ofMillis(50);
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
        return "Times as the recorder has them. Of " + USERS
                + " users, against the Yodel service that holds each answer"
                + " back for " + DELAY.toMillis() + " ms; and against the bare server, of "
                + String.format(Locale.ROOT, "%,d", RATE)
                + " calls/s evenly spaced, while the bare client makes as many"
                + " at the same time on the same core; there the ratio is the median of the rounds' own. "
                + (Programs.canKeepAwake()
                        ? "A process of idle priority keeps each core awake."
                        : "Cores fall asleep between calls (expected: chrt, to keep them awake).");
    }

    @Override
    public List<Figure> figures(Programs programs, Effort effort) {
        Rounds rounds = new Rounds(programs);
        return List.of(knownDelay(rounds, programs, effort), shortTimes(rounds, programs, effort));
    }

    private static Figure knownDelay(Rounds rounds, Programs programs, Effort effort) {
        Load load = load(Shape.UNARY, USERS, effort).with(Manner.delayed(DELAY));
        InTurn turns = new InTurn();
        Turn gatling = turns.add(GATLING, () -> programs.awake(() -> rounds.gatling(load, programs::yodelServer)));
        turns.run(effort.rounds());
        return Figure.of(
                "p50 of a server that takes 50 ms, ms",
                gatling.series(round -> round.p50Micros() / MICROS_PER_MILLI),
                new Target(50.0, 50.6),
                effort.standing());
    }

    private static Figure shortTimes(Rounds rounds, Programs programs, Effort effort) {
        // Were the rates the same, either's calls would always come just before the other's.
        Load bare = load(Shape.PACED, 1, effort).with(Manner.atRate(RATE, WARM_UP_RATE));
        Load gatling = load(Shape.PACED, 1, effort).with(Manner.atRate(RATE + 1, WARM_UP_RATE));
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < effort.rounds(); i++) {
            Pair pair = programs.awake(() -> rounds.together(bare, gatling, programs::bareServer));
            System.err.printf("  %-28s %s%n", BARE, pair.bare().line());
            System.err.printf("  %-28s %s%n", GATLING, pair.yodel().line());
            pairs.add(pair);
        }
        return Figure.pairs(
                "p50 of a server that takes no time, µs",
                pairs,
                Round::p50Micros,
                new Target(0.95, 1.05),
                effort.standing());
    }

    private static Load load(Shape shape, int users, Effort effort) {
        return Load.fullSpeed(shape, users, effort.warmUp(), effort.window());
    }
}
