package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.LatenessIntervals;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.machine.CpuStallMonitor;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.round.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How many scheduled calls start late, at the rate that keeps half of the client's core busy. */
final class LatenessFigures {

    /** A window this many times as long as usual contains enough stall-free tenths of a second. */
    static final int WINDOW_FACTOR = 6;

    private static final double FIRST_RATE = 20_000;
    private static final double HALF_A_CORE = 0.5;
    private static final int RATE_ROUNDS = 3;

    /** Calls that start more than a millisecond after their due time, in percent. */
    private static final Threshold LATE = Threshold.atMost(0.1);

    /** Fewer stall-free tenths of a second are not enough for a judgement. */
    private static final int MIN_STALL_FREE = 100;

    private LatenessFigures() {}

    static List<Figure> measure(Launcher launcher, RunSettings settings) {
        Duration window = settings.window().multipliedBy(WINDOW_FACTOR);
        Load load = ScheduleBenchmark.load(rateOfHalfACore(launcher, settings), settings.warmUp(), window);
        ClientPair pair = ClientPair.of(launcher, load, launcher::bareServer);
        Interleaving.byRounds(settings.rounds(), pair.both(), Candidate::runMonitored);
        List<Figure> figures = new ArrayList<>(List.of(
                pair.shown("calls/s", Round::answersPerSecond),
                pair.shown("client CPU, cores", Round::clientCores),
                pair.shown(
                        "calls more than 1 ms late, %",
                        round -> round.lateness().latePercent())));
        if (CpuStallMonitor.isAvailable()) {
            figures.add(pair.shown("CPU stalls of the client's core, % of the time", Round::stalledPercent));
            figures.add(pair.shown(
                    "stall-free tenths of a second",
                    round -> round.stallFree().all().size()));
        }
        figures.add(judged(pair.bare().rounds(), pair.gatling().rounds(), settings.validity()));
        return figures;
    }

    /** The fewer calls, the more CPU time each takes. So every round runs at the rate that the one before suggests. */
    private static double rateOfHalfACore(Launcher launcher, RunSettings settings) {
        double rate = FIRST_RATE;
        for (int i = 0; i < RATE_ROUNDS; i++) {
            Load load = ScheduleBenchmark.load(rate, settings.warmUp(), settings.window());
            Candidate gatling = Candidate.gatling("Gatling", launcher, load, launcher::bareServer);
            rate = gatling.run().answersPerCpuSecond() * HALF_A_CORE;
        }
        return rate;
    }

    /**
     * The late calls in stall-free tenths of a second. All rounds are taken together, because a single round may have few
     * of them. The figure is invalid if there are too few, or if the bare client misses the threshold as well.
     */
    static Figure judged(List<Round> bareRounds, List<Round> gatlingRounds, Validity validity) {
        LatenessIntervals bare = stallFree(bareRounds);
        LatenessIntervals gatling = stallFree(gatlingRounds);
        boolean enough = gatling.all().size() >= MIN_STALL_FREE;
        boolean conclusive = LATE.isMetBy(gatling.latePercent()) || LATE.isMetBy(bare.latePercent());
        return Figure.beside(
                "calls more than 1 ms late, %, in stall-free tenths of a second",
                List.of(bare.latePercent()),
                List.of(gatling.latePercent()),
                LATE,
                validity == Validity.VALID && !(enough && conclusive) ? Validity.DISTURBED : validity);
    }

    private static LatenessIntervals stallFree(List<Round> rounds) {
        return LatenessIntervals.concat(rounds.stream().map(Round::stallFree).toList());
    }
}
