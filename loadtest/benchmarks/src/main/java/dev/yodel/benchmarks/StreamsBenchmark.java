package dev.yodel.benchmarks;

import dev.yodel.benchmarks.RunSettings.HeldStreams;
import dev.yodel.benchmarks.gatling.HeldStreamsSimulation;
import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The memory that an injector needs for users with an open stream each, and whether all of the streams end well. */
final class StreamsBenchmark implements Benchmark {

    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final int MESSAGES_PER_STREAM = 2;

    /** From this number of streams on, client and server need more heap than the launcher's flags give. */
    private static final int MANY = 50_000;

    private static final List<String> SMALL_HEAP = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx128m");
    private static final List<String> LARGE_HEAP = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx768m");
    private static final List<String> LARGE_SERVER = List.of("-XX:+UseParallelGC", "-Xms256m", "-Xmx2g");

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String description() {
        return "Users of one injector that each hold a bidirectional stream to the Yodel service, all at once for "
                + HOLD.toSeconds()
                + " s, over one connection. Memory is the peak resident set size (VmHWM) of the injector over its whole"
                + " life. Injector: " + String.join(" ", SMALL_HEAP) + ", from " + MANY + " streams on "
                + String.join(" ", LARGE_HEAP) + ".";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        List<Figure> figures = new ArrayList<>();
        settings.streams().forEach(streams -> figures.addAll(hold(streams, launcher)));
        return figures;
    }

    private static List<Figure> hold(HeldStreams streams, Launcher launcher) {
        Load load = Load.fullSpeed(Workload.CHAT, streams.count(), 0, HOLD);
        boolean many = streams.count() >= MANY;
        List<String> serverFlags = many ? LARGE_SERVER : Launcher.JVM_FLAGS;
        List<String> injectorFlags = many ? LARGE_HEAP : SMALL_HEAP;
        try (ServerProcess server = launcher.yodelServer(serverFlags);
                ChildProcess injector =
                        launcher.gatling(server.addressed(load), injectorFlags, HeldStreamsSimulation.class)) {
            KeyValues result = KeyValues.parse(injector.await(LinePrefix.RESULT));
            injector.awaitExit();
            System.err.printf("  %,d streams: %s%n", streams.count(), result.values());
            return figures(streams, result, server.openCalls());
        }
    }

    private static List<Figure> figures(HeldStreams streams, KeyValues result, double openAtServer) {
        String name = String.format("%,d streams", streams.count());
        Threshold all = new Threshold(streams.count(), streams.count());
        double messages = (double) streams.count() * MESSAGES_PER_STREAM;
        Threshold answers = new Threshold(messages, messages);
        Threshold none = new Threshold(0, 0);
        Threshold memory = streams.maxMb() == 0 ? Threshold.NONE : Threshold.atMost(streams.maxMb());
        return List.of(
                single(name + ": open at once", result.get("openAtOnce"), all),
                single(name + ": answers", result.get("received"), answers),
                single(name + ": ended OK", result.get("ok"), all),
                single(name + ": still open at the end, client and server", result.get("left") + openAtServer, none),
                single(name + ": peak RSS of the injector, MB", result.get("peakMb"), memory),
                single(name + ": RSS while held, MB", result.get("heldMb"), Threshold.NONE));
    }

    private static Figure single(String name, double value, Threshold threshold) {
        return Figure.of(name, value, threshold, Validity.VALID);
    }
}
