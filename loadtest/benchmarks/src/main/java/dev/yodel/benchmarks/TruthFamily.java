package dev.yodel.benchmarks;

import dev.yodel.benchmarks.InTurn.Turn;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Whether the injector's times are true. */
final class TruthFamily implements Family {

    private static final int USERS = 20;
    private static final Duration DELAY = Duration.ofMillis(50);
    private static final int RATE = 2_000;
    private static final Target SAME = new Target(0.95, 1.05);

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
                + " back for " + DELAY.toMillis()
                + " ms; and against the bare server beside the bare client: of one user who"
                + " loops, and of " + String.format(Locale.ROOT, "%,d", RATE) + " calls/s evenly spaced. "
                + (Programs.canKeepAwake()
                        ? "A process of idle priority keeps each core awake."
                        : "Cores fall asleep between calls (expected: chrt, to keep them awake).");
    }

    @Override
    public List<Figure> figures(Programs programs, Effort effort) {
        Rounds rounds = new Rounds(programs);
        return List.of(
                knownDelay(rounds, programs, effort),
                shortTimes("one user", load(Shape.UNARY, 1, effort), rounds, programs, effort),
                shortTimes(
                        "at a pace", load(Shape.PACED, 1, effort).with(Manner.atRate(RATE)), rounds, programs, effort));
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

    private static Figure shortTimes(String of, Load load, Rounds rounds, Programs programs, Effort effort) {
        InTurn turns = new InTurn();
        Turn bare = turns.add(BARE, () -> programs.awake(() -> rounds.bareClient(load, programs::bareServer)));
        Turn gatling = turns.add(GATLING, () -> programs.awake(() -> rounds.gatling(load, programs::bareServer)));
        turns.run(effort.rounds());
        return Figure.ratio(
                "p50 of a server that takes no time, " + of + ", µs",
                bare.series(Round::p50Micros),
                gatling.series(Round::p50Micros),
                SAME,
                effort.standing());
    }

    private static Load load(Shape shape, int users, Effort effort) {
        return Load.fullSpeed(shape, users, effort.warmUp(), effort.window());
    }
}
