package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Whether calls at a rate begin when they are due, and tell the truth when they could not be answered. */
final class PaceFamily implements Family {

    private static final String BARE = "bare client";
    private static final String GATLING = "Gatling";
    private static final int USERS = 8;
    private static final double FIRST_GUESS = 20_000;
    private static final double HALF_A_CORE = 0.5;
    private static final int GUESSES = 3;

    /** Of calls that began more than a millisecond after they were due, in percent. */
    private static final Target LATE = Target.atMost(0.1);

    private static final double FAST = 30_000;
    private static final double NEARLY_ALL = 0.999;

    private static final double SLOW = 300;
    private static final long SLOW_WARM_UP = 100_000;
    private static final Duration SLOW_WINDOW = Duration.ofSeconds(20);
    private static final long FREEZE_AFTER_MILLIS = 5_000;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double MILLIS = 1e3;

    @Override
    public String name() {
        return "pace";
    }

    @Override
    public String meaning() {
        return "Unary calls of " + USERS + " users through Gatling at a constant rate. Once at the rate that keeps half"
                + " of the client's core busy, against the bare server and beside the bare client at the same rate: how many"
                + " calls began more than a millisecond after they were due. "
                + (Programs.canWatch()
                        ? "A witness at a real-time priority tells how long the machine withheld the core; a round in which it"
                                + " did so for more than " + CalmRounds.MOST_WITHHELD
                                + " % of the time is played again."
                        : "Whether the machine withheld the core, nobody could tell (expected: chrt, and the right to a"
                                + " real-time priority).")
                + " The same at 30,000 calls/s, their times from when they"
                + " were due. Once at " + (int) SLOW
                + " calls/s against the Yodel service, which is stopped for a"
                + " second in the midst of a window of " + SLOW_WINDOW.toSeconds()
                + " s: the p99 of the response time, beside the one that follows from the schedule.";
    }

    @Override
    public List<Figure> figures(Programs programs, Effort effort) {
        Rounds rounds = new Rounds(programs);
        List<Figure> figures = new ArrayList<>(late(rounds, programs, effort));
        figures.addAll(fast(rounds, programs, effort));
        figures.add(freeze(rounds, programs, effort));
        return figures;
    }

    private static List<Figure> late(Rounds rounds, Programs programs, Effort effort) {
        CalmRounds calm = programs.calmRounds(effort.patience());
        double rate = rateOfHalfACore(rounds, programs, calm, effort);
        Supplier<Round> bareRound = () -> rounds.bareClient(at(rate, effort), programs::bareServer);
        Supplier<Round> pacedRound = () -> rounds.gatling(at(rate, effort), programs::bareServer);
        InTurn turns = new InTurn();
        Turn bare = turns.add(BARE, () -> calm.play(() -> programs.watched(bareRound)));
        Turn paced = turns.add(GATLING, () -> calm.play(() -> programs.watched(pacedRound)));
        turns.run(effort.rounds());
        List<Figure> figures = new ArrayList<>();
        figures.add(beside("calls/s", bare, paced, Round::answersPerSecond, effort));
        figures.add(beside("cores that they take", bare, paced, Round::clientCores, effort));
        if (Programs.canWatch()) {
            figures.add(beside(
                    "the core withheld by the machine, % of the time", bare, paced, Round::withheldPercent, effort));
            figures.add(Figure.of(
                    "rounds played again because of that",
                    new Series(List.of((double) calm.repeated())),
                    Target.NONE,
                    effort.standing()));
        }
        boolean allCalm =
                Stream.of(bare, paced).flatMap(turn -> turn.rounds().stream()).allMatch(CalmRounds::isCalm);
        figures.add(lateness(
                bare.series(Round::latePercent), paced.series(Round::latePercent), allCalm, effort.standing()));
        return figures;
    }

    private static Figure beside(String name, Turn bare, Turn paced, ToDoubleFunction<Round> value, Effort effort) {
        return Figure.beside(name, bare.series(value), paced.series(value), Target.NONE, effort.standing());
    }

    /**
     * A target missed on a machine that withheld the core, or that wakes the bare client too late as well, says nothing;
     * what disturbs only delays.
     */
    static Figure lateness(Series bare, Series paced, boolean calm, Standing standing) {
        boolean missed = !LATE.isMetBy(paced.median());
        boolean disturbed = standing == Standing.JUDGED && missed && (!calm || !LATE.isMetBy(bare.median()));
        return Figure.beside("more than 1 ms late, %", bare, paced, LATE, disturbed ? Standing.DISTURBED : standing);
    }

    /** The fewer calls, the more each costs: each guess is made where the one before led. */
    private static double rateOfHalfACore(Rounds rounds, Programs programs, CalmRounds calm, Effort effort) {
        double guess = FIRST_GUESS;
        for (int i = 0; i < GUESSES; i++) {
            Load load = at(guess, effort);
            Round round = calm.play(() -> programs.watched(() -> rounds.gatling(load, programs::bareServer)));
            guess = round.answersPerCpuSecond() * HALF_A_CORE;
        }
        return guess;
    }

    private static Load at(double rate, Effort effort) {
        return Load.fullSpeed(Shape.PACED, USERS, effort.warmUp(), effort.window())
                .with(Manner.atRate(rate));
    }

    private static List<Figure> fast(Rounds rounds, Programs programs, Effort effort) {
        InTurn turns = new InTurn();
        Turn bare = turns.add(BARE, () -> rounds.bareClient(at(FAST, effort), programs::bareServer));
        Turn paced = turns.add(GATLING, () -> rounds.gatling(at(FAST, effort), programs::bareServer));
        turns.run(effort.rounds());
        return List.of(
                Figure.beside(
                        "30,000 calls/s due: calls/s made",
                        bare.series(Round::answersPerSecond),
                        paced.series(Round::answersPerSecond),
                        Target.atLeast(FAST * NEARLY_ALL),
                        effort.standing()),
                beside("30,000 calls/s due: cores that they take", bare, paced, Round::clientCores, effort),
                beside("30,000 calls/s due: p50, µs", bare, paced, Round::p50Micros, effort),
                beside("30,000 calls/s due: p99, µs", bare, paced, Round::p99Micros, effort));
    }

    private static Figure freeze(Rounds rounds, Programs programs, Effort effort) {
        Load load =
                Load.fullSpeed(Shape.PACED, USERS, SLOW_WARM_UP, SLOW_WINDOW).with(Manner.atRate(SLOW));
        List<Double> computed = new ArrayList<>();
        List<Double> measured = new ArrayList<>();
        for (int i = 0; i < effort.rounds(); i++) {
            Frozen frozen = rounds.gatling(load, programs::yodelServer, Frozen::of);
            computed.add(frozen.freeze().p99Seconds(frozen.round().client().get("seconds")) * MILLIS);
            measured.add(frozen.round().p99Micros() / MICROS_PER_MILLI);
            System.err.printf(
                    "  frozen for %.3f s: %s%n",
                    frozen.freeze().seconds(), frozen.round().line());
        }
        return Figure.ratio(
                "p99 with the server stopped for 1 s, ms, beside the computed one",
                computed,
                measured,
                new Target(0.98, 1.02),
                effort.standing());
    }

    /** A round with a freeze in its window. */
    private record Frozen(Round round, Freeze freeze) {

        static Frozen of(Program client, Server server) {
            Round.Begun begun = Round.Begun.of(client, server);
            Freeze freeze = Freeze.of(server, FREEZE_AFTER_MILLIS);
            return new Frozen(begun.end(), freeze);
        }
    }
}
