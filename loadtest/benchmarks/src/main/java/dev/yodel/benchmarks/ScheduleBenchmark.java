package dev.yodel.benchmarks;

import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.round.PausedServerRound;
import dev.yodel.benchmarks.round.Round;
import dev.yodel.benchmarks.report.Series;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Manner;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.load.LatenessIntervals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Whether calls at a rate begin when they are due, and tell the truth when they could not be answered. */
final class ScheduleBenchmark implements Benchmark {

    private static final String BARE = "bare client";
    private static final String GATLING = "Gatling";
    private static final int USERS = 8;
    private static final double FIRST_GUESS = 20_000;
    private static final double HALF_A_CORE = 0.5;
    private static final int GUESSES = 3;

    /** Of calls that began more than a millisecond after they were due, in percent. */
    private static final Threshold LATE = Threshold.atMost(0.1);

    /** Of the usual window: enough for tenths of a second that are calm. */
    private static final int WINDOWS = 6;

    /** Tenths of a second: what is said of fewer says little. */
    private static final int FEWEST_CALM = 100;

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
                + " of the client's core busy, against the bare server and beside the bare client at the same rate, in a window"
                + " " + WINDOWS
                + " times as long as usual: how many calls began more than a millisecond after they were"
                + " due. "
                + (Launcher.canWatch()
                        ? "A witness at a real-time priority tells when the machine withheld the core; the target is that"
                                + " of calls due in tenths of a second in which, and in the one before which, it did not."
                        : "Whether the machine withheld the core, nobody could tell (expected: chrt, and the right to a"
                                + " real-time priority).")
                + " The same at 30,000 calls/s, their times from when they"
                + " were due. Once at " + (int) SLOW
                + " calls/s against the Yodel service, which is stopped for a"
                + " second in the midst of a window of " + SLOW_WINDOW.toSeconds()
                + " s: the p99 of the response time, beside the one that follows from the schedule. "
                + Launcher.wakefulness();
    }

    @Override
    public List<Figure> figures(Launcher programs, RunSettings effort) {
        Rounds rounds = new Rounds(programs);
        List<Figure> figures = new ArrayList<>(late(rounds, programs, effort));
        figures.addAll(fast(rounds, programs, effort));
        figures.add(freeze(rounds, programs, effort));
        return figures;
    }

    private static List<Figure> late(Rounds rounds, Launcher programs, RunSettings effort) {
        double rate = rateOfHalfACore(rounds, programs, effort);
        Load load = at(rate, effort.windowTimes(WINDOWS));
        InTurn turns = new InTurn();
        Candidate bare = turns.add(BARE, () -> watched(programs, () -> rounds.bareClient(load, programs::bareServer)));
        Candidate paced = turns.add(GATLING, () -> watched(programs, () -> rounds.gatling(load, programs::bareServer)));
        turns.run(effort.rounds());
        List<Figure> figures = new ArrayList<>();
        figures.add(beside("calls/s", bare, paced, Round::answersPerSecond, effort));
        figures.add(beside("cores that they take", bare, paced, Round::clientCores, effort));
        figures.add(beside("more than 1 ms late, %", bare, paced, Round::latePercent, effort));
        if (Launcher.canWatch()) {
            figures.add(beside(
                    "the core withheld by the machine, % of the time", bare, paced, Round::withheldPercent, effort));
            figures.add(beside(
                    "tenths of a second in which it was not",
                    bare,
                    paced,
                    round -> round.calm().all().size(),
                    effort));
        }
        figures.add(lateness(bare, paced, effort.standing()));
        return figures;
    }

    private static Round watched(Launcher programs, Supplier<Round> round) {
        return programs.awake(() -> programs.watched(round));
    }

    private static Figure beside(String name, Candidate bare, Candidate paced, ToDoubleFunction<Round> value, RunSettings effort) {
        return Figure.beside(name, bare.series(value), paced.series(value), Threshold.NONE, effort.standing());
    }

    /**
     * Calls that were due in calm tenths of a second, those of all rounds together: some rounds have few. Nothing is said
     * of a machine that was hardly ever calm, nor of a target that is missed where the bare client misses it too.
     */
    static Figure lateness(Candidate bare, Candidate paced, Validity standing) {
        LatenessIntervals bareCalm = calm(bare);
        LatenessIntervals pacedCalm = calm(paced);
        boolean calm = pacedCalm.all().size() >= FEWEST_CALM;
        boolean told = LATE.isMetBy(pacedCalm.latePercent()) || LATE.isMetBy(bareCalm.latePercent());
        Validity judged = standing == Validity.JUDGED && !(calm && told) ? Validity.DISTURBED : standing;
        return Figure.beside(
                "more than 1 ms late, %, of those due then", late(bareCalm), late(pacedCalm), LATE, judged);
    }

    private static LatenessIntervals calm(Candidate turn) {
        return LatenessIntervals.together(turn.rounds().stream().map(Round::calm).toList());
    }

    private static Series late(LatenessIntervals tenths) {
        return new Series(List.of(tenths.latePercent()));
    }

    /** The fewer calls, the more each costs: each guess is made where the one before led. */
    private static double rateOfHalfACore(Rounds rounds, Launcher programs, RunSettings effort) {
        double guess = FIRST_GUESS;
        for (int i = 0; i < GUESSES; i++) {
            Load load = at(guess, effort);
            Round round = programs.awake(() -> rounds.gatling(load, programs::bareServer));
            guess = round.answersPerCpuSecond() * HALF_A_CORE;
        }
        return guess;
    }

    private static Load at(double rate, RunSettings effort) {
        return Load.fullSpeed(Workload.PACED, USERS, effort.warmUp(), effort.window())
                .with(Manner.atRate(rate));
    }

    private static List<Figure> fast(Rounds rounds, Launcher programs, RunSettings effort) {
        InTurn turns = new InTurn();
        Candidate bare =
                turns.add(BARE, () -> programs.awake(() -> rounds.bareClient(at(FAST, effort), programs::bareServer)));
        Candidate paced =
                turns.add(GATLING, () -> programs.awake(() -> rounds.gatling(at(FAST, effort), programs::bareServer)));
        turns.run(effort.rounds());
        return List.of(
                Figure.beside(
                        "30,000 calls/s due: calls/s made",
                        bare.series(Round::answersPerSecond),
                        paced.series(Round::answersPerSecond),
                        Threshold.atLeast(FAST * NEARLY_ALL),
                        effort.standing()),
                beside("30,000 calls/s due: cores that they take", bare, paced, Round::clientCores, effort),
                beside("30,000 calls/s due: p50, µs", bare, paced, Round::p50Micros, effort),
                beside("30,000 calls/s due: p99, µs", bare, paced, Round::p99Micros, effort));
    }

    private static Figure freeze(Rounds rounds, Launcher programs, RunSettings effort) {
        Load load =
                Load.fullSpeed(Workload.PACED, USERS, SLOW_WARM_UP, SLOW_WINDOW).with(Manner.atRate(SLOW));
        List<Double> computed = new ArrayList<>();
        List<Double> measured = new ArrayList<>();
        for (int i = 0; i < effort.rounds(); i++) {
            Frozen frozen = programs.awake(() -> rounds.gatling(load, programs::yodelServer, Frozen::of));
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
                new Threshold(0.98, 1.02),
                effort.standing());
    }

    /** A round with a freeze in its window. */
    private record Frozen(Round round, PausedServerRound freeze) {

        static Frozen of(ChildProcess client, ServerProcess server) {
            Round.Begun begun = Round.Begun.of(client, server);
            PausedServerRound freeze = PausedServerRound.of(server, FREEZE_AFTER_MILLIS);
            return new Frozen(begun.end(), freeze);
        }
    }
}
