package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Options;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.machine.AwakeCores;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.round.Round;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Whether the latency that the injector measures is accurate. */
final class AccuracyBenchmark implements Benchmark {

    private static final Duration DELAY = Duration.ofMillis(50);
    private static final int DELAYED_RATE = 200;
    private static final int RATE = 1_000;

    /** Both clients together can keep this rate on one core. */
    private static final int WARM_UP_RATE = 10_000;

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public String description() {
        return String.format(
                        Locale.ROOT,
                        "Latency as the recorder measures it, of evenly spaced calls, while the bare client makes as many calls at"
                                + " the same time on the same core. First, %d calls/s against the Yodel service, which delays each answer"
                                + " by %d ms; second, %,d calls/s against the bare server. ",
                        DELAYED_RATE,
                        DELAY.toMillis(),
                        RATE)
                + AwakeCores.note();
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        ClientPair delayed = measure(launcher, launcher::yodelServer, DELAYED_RATE, DELAY, settings);
        ClientPair undelayed = measure(launcher, launcher::bareServer, RATE, Duration.ZERO, settings);
        Threshold delay = new Threshold(50.0, 50.6);
        Threshold equal = new Threshold(0.95, 1.05);
        return List.of(
                delayed.beside(
                        "p50 with a server delay of 50 ms, ms",
                        round -> round.p50Micros() / 1e3,
                        delay,
                        settings.validity()),
                undelayed.ratio("p50 without a server delay, µs", Round::p50Micros, equal, settings.validity()));
    }

    private static ClientPair measure(
            Launcher launcher, Supplier<ServerProcess> server, int rate, Duration delay, RunSettings settings) {
        // At equal rates, the calls of one client would always come just before those of the other.
        Load bare = load(rate, delay, settings);
        Load gatling = load(rate + 1, delay, settings);
        ClientPair pair = ClientPair.of(launcher, bare, gatling, server);
        Interleaving.concurrently(settings.rounds(), pair.bare(), pair.gatling());
        return pair;
    }

    private static Load load(int rate, Duration delay, RunSettings settings) {
        return Load.fullSpeed(Workload.SCHEDULED, 1, settings.warmUp(), settings.window())
                .with(Options.atRate(rate, WARM_UP_RATE).withServerDelay(delay));
    }
}
