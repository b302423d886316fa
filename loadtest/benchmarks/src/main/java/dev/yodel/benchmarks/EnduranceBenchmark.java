package dev.yodel.benchmarks;

import dev.yodel.benchmarks.peers.LongLoad;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.process.TempFolder;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import java.util.List;

/** Long loads at full speed: the memory of the load generator stays flat, and it loses no call. */
final class EnduranceBenchmark implements Benchmark {

    private static final long CALLS = 10_000_000;
    private static final int WINDOWS = 60;

    /** A leak of 2 bytes per call would show. */
    private static final double MAX_GROWTH_MB = 20;

    @Override
    public String name() {
        return "endurance";
    }

    @Override
    public String description() {
        return "One yodel load with 128 users at full speed against the Yodel service, once for 10 minutes, and once for 10"
                + " million calls. Growth is that of its resident set size, from the median of the second quarter of the"
                + " time to that of the last. Calls lost are those that the service counted, less those in result.json. A"
                + " quick run takes seconds; there is one round.";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        boolean quick = settings.validity() == Validity.QUICK_RUN;
        long seconds = settings.window().toSeconds() * (quick ? 5 : WINDOWS);
        LongLoad timed = run(launcher, "--duration", seconds + "s", "--warm-up", "0s");
        LongLoad counted = run(launcher, "--count", String.valueOf(quick ? CALLS / 100 : CALLS));
        return List.of(
                Figure.of("growth, MB", timed.growthMb(), Threshold.atMost(MAX_GROWTH_MB), settings.validity()),
                Figure.of("calls in the time, million", timed.counted() / 1e6, Threshold.NONE, settings.validity()),
                Figure.of("lost of these", (double) timed.lost(), Threshold.atMost(0), Validity.VALID),
                Figure.of("calls counted, million", counted.counted() / 1e6, Threshold.NONE, settings.validity()),
                Figure.of("lost of these", (double) counted.lost(), Threshold.atMost(0), Validity.VALID));
    }

    private static LongLoad run(Launcher launcher, String... flags) {
        try (ServerProcess server = launcher.yodelServer();
                TempFolder folder = launcher.tempFolder()) {
            LongLoad load = LongLoad.run(launcher, server, folder.path(), flags);
            System.err.printf(
                    "  %s: %d calls, %d lost, growth %.1f MB%n",
                    String.join(" ", flags), load.counted(), load.lost(), load.growthMb());
            return load;
        }
    }
}
