package dev.yodel.benchmarks;

import dev.yodel.benchmarks.InTurn.Turn;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Shape;
import java.time.Duration;
import java.util.List;

/** Whether the injector's times are true. */
final class TruthFamily implements Family {

    private static final int USERS = 20;
    private static final Duration DELAY = Duration.ofMillis(50);
    private static final Duration THINK = Duration.ofMillis(10);

    private static final double MICROS_PER_MILLI = 1e3;
    private static final String BARE = "bare client";
    private static final String GATLING = "Gatling";

    @Override
    public String name() {
        return "truth";
    }

    @Override
    public String meaning() {
        return "Service times as the recorder has them. " + USERS + " users, against the Yodel service that holds each"
                + " answer back for " + DELAY.toMillis() + " ms; and against the bare server, with "
                + THINK.toMillis() + " ms between two calls of a user, beside the bare client doing the same.";
    }

    @Override
    public List<Figure> figures(Programs programs, Effort effort) {
        return List.of(knownDelay(programs, effort), shortTimes(programs, effort));
    }

    private static Figure knownDelay(Programs programs, Effort effort) {
        Load load = Load.fullSpeed(Shape.UNARY, USERS, effort.warmUp(), effort.window())
                .with(Manner.delayed(DELAY));
        InTurn turns = new InTurn();
        Turn gatling = turns.add(GATLING, () -> new Rounds(programs).gatling(load, programs::yodelServer));
        turns.run(effort.rounds());
        return Figure.of(
                "p50 of a server that takes 50 ms, ms",
                gatling.series(round -> round.p50Micros() / MICROS_PER_MILLI),
                new Target(50.0, 50.6),
                effort.standing());
    }

    private static Figure shortTimes(Programs programs, Effort effort) {
        Load load = Load.fullSpeed(Shape.UNARY, USERS, effort.warmUp(), effort.window())
                .with(Manner.thinking(THINK));
        Rounds rounds = new Rounds(programs);
        InTurn turns = new InTurn();
        Turn bare = turns.add(BARE, () -> rounds.bareClient(load, programs::bareServer));
        Turn gatling = turns.add(GATLING, () -> rounds.gatling(load, programs::bareServer));
        turns.run(effort.rounds());
        return Figure.ratio(
                "p50 of a server that takes no time, µs",
                bare.series(Round::p50Micros),
                gatling.series(Round::p50Micros),
                new Target(0.95, 1.05),
                effort.standing());
    }
}
