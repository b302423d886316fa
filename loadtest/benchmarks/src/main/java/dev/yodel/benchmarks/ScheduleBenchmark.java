package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Options;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.machine.AwakeCores;
import dev.yodel.benchmarks.machine.CpuStallMonitor;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.round.PausedServerRound;
import dev.yodel.benchmarks.round.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether calls on a schedule start when they are due, and whether their response times include the delay if the server
 * does not answer in time (no coordinated omission).
 */
final class ScheduleBenchmark implements Benchmark {

    private static final int USERS = 8;

    /** Also the least rate of a warm-up. */
    private static final double FAST = 30_000;

    private static final double NEARLY_ALL = 0.999;

    private static final double SLOW = 300;
    private static final long SLOW_WARM_UP = 100_000;
    private static final Duration SLOW_WINDOW = Duration.ofSeconds(20);
    private static final Duration PAUSE_AFTER = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public String description() {
        return "Unary calls of " + USERS + " users through Gatling on a schedule at a constant rate. First, at the rate"
                + " that keeps half of the client's core busy, against the bare server, compared with the bare client at the same"
                + " rate, in a window " + LatenessFigures.WINDOW_FACTOR
                + " times as long as usual: the share of calls that start more than a millisecond after their due time. "
                + (CpuStallMonitor.isAvailable()
                        ? "A probe at a real-time priority detects when the host or the kernel takes the core. Only calls due"
                                + " in a tenth of a second without such a stall, in it or in the one before, are judged."
                        : "CPU stalls are not monitored (expected: chrt, and the right to a real-time priority).")
                + " Second, at 30,000 calls/s: the rate achieved and the response times, measured from the due times."
                + " Third, at " + (int) SLOW
                + " calls/s against the Yodel service, which is stopped for a second within a window of "
                + SLOW_WINDOW.toSeconds()
                + " s: the p99 of the response time, compared with the one that follows from the schedule. "
                + AwakeCores.note();
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        List<Figure> figures = new ArrayList<>(LatenessFigures.measure(launcher, settings));
        figures.addAll(fast(launcher, settings));
        figures.add(pausedServer(launcher, settings));
        return figures;
    }

    private static List<Figure> fast(Launcher launcher, RunSettings settings) {
        Load load = load(FAST, settings.warmUp(), settings.window());
        ClientPair pair = ClientPair.of(launcher, load, launcher::bareServer);
        Interleaving.byRounds(settings.rounds(), pair.both(), Candidate::run);
        Threshold nearlyAll = Threshold.atLeast(FAST * NEARLY_ALL);
        String name = "30,000 calls/s scheduled: ";
        return List.of(
                pair.beside(name + "calls/s made", Round::answersPerSecond, nearlyAll, settings.validity()),
                pair.shown(name + "client CPU, cores", Round::clientCores),
                pair.shown(name + "p50, µs", Round::p50Micros),
                pair.shown(name + "p99, µs", Round::p99Micros));
    }

    private static Figure pausedServer(Launcher launcher, RunSettings settings) {
        Load load = load(SLOW, SLOW_WARM_UP, SLOW_WINDOW);
        Candidate gatling = Candidate.gatling("Gatling", launcher, load, launcher::yodelServer);
        List<Double> expected = new ArrayList<>();
        List<Double> measured = new ArrayList<>();
        for (int i = 0; i < settings.rounds(); i++) {
            PausedServerRound paused = gatling.runPausingServer(PAUSE_AFTER);
            expected.add(paused.expectedP99Seconds() * 1e3);
            measured.add(paused.round().p99Micros() / 1e3);
            String line = paused.round().line();
            System.err.printf("  server stopped for %.3f s: %s%n", paused.pauseSeconds(), line);
        }
        return Figure.ratio(
                "p99 with the server stopped for 1 s, ms, against the expected p99",
                expected,
                measured,
                new Threshold(0.98, 1.02),
                settings.validity());
    }

    static Load load(double rate, long warmUp, Duration window) {
        return Load.fullSpeed(Workload.SCHEDULED, USERS, warmUp, window).with(Options.atRate(rate, FAST));
    }
}
