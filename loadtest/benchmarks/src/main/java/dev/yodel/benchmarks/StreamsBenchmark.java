package dev.yodel.benchmarks;

import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Series;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import dev.yodel.benchmarks.RunSettings.HeldStreams;
import dev.yodel.benchmarks.gatling.HeldStreamsSimulation;
import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.load.LinePrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How much memory users with an open stream each take, and whether all of those streams end well. */
final class StreamsBenchmark implements Benchmark {

    private static final Duration HOLD = Duration.ofSeconds(5);
    private static final int MESSAGES_EACH = 2;

    /** From here on both sides need more heap than the launcher gives. */
    private static final int MANY = 50_000;

    private static final List<String> SMALL_HEAP = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx128m");
    private static final List<String> LARGE_HEAP = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx768m");
    private static final List<String> LARGE_SERVER = List.of("-XX:+UseParallelGC", "-Xms256m", "-Xmx2g");

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public String meaning() {
        return "Users of one injector who each hold a bidirectional stream to the Yodel service, all at once for "
                + HOLD.toSeconds()
                + " s, over one connection; memory is the peak resident set (VmHWM) of the injector's"
                + " whole life. Injector: " + String.join(" ", SMALL_HEAP) + ", from " + MANY + " streams on "
                + String.join(" ", LARGE_HEAP) + ".";
    }

    @Override
    public List<Figure> figures(Launcher programs, RunSettings effort) {
        List<Figure> figures = new ArrayList<>();
        effort.streams().forEach(streams -> figures.addAll(hold(programs, streams)));
        return figures;
    }

    private static List<Figure> hold(Launcher programs, HeldStreams streams) {
        Load load = Load.fullSpeed(Workload.CHAT, streams.count(), 0, HOLD);
        boolean many = streams.count() >= MANY;
        try (ServerProcess server = programs.yodelServer(
                        many ? LARGE_SERVER : Launcher.JVM, "--max-calls-per-connection", "1000000");
                ChildProcess injector = programs.gatling(
                        many ? LARGE_HEAP : SMALL_HEAP, HeldStreamsSimulation.class, server.aim(load))) {
            KeyValues result = KeyValues.parse(injector.await(LinePrefix.RESULT));
            injector.awaitEnd();
            System.err.printf("  %,d streams: %s%n", streams.count(), result.values());
            return figures(streams, result, server.openCalls());
        }
    }

    private static List<Figure> figures(HeldStreams streams, KeyValues result, double leftAtServer) {
        String name = String.format("%,d streams", streams.count());
        Threshold all = new Threshold(streams.count(), streams.count());
        Threshold answers = new Threshold((double) streams.count() * MESSAGES_EACH, (double) streams.count() * MESSAGES_EACH);
        Threshold none = new Threshold(0, 0);
        Threshold memory = streams.maxMb() == 0 ? Threshold.NONE : Threshold.atMost(streams.maxMb());
        return List.of(
                single(name + ": open at once", result.get("together"), all),
                single(name + ": answers", result.get("received"), answers),
                single(name + ": ended OK", result.get("ok"), all),
                single(name + ": left open, client and server", result.get("left") + leftAtServer, none),
                single(name + ": peak RSS of the injector, MB", result.get("peakMb"), memory),
                single(name + ": RSS while held, MB", result.get("heldMb"), Threshold.NONE));
    }

    private static Figure single(String name, double value, Threshold target) {
        return Figure.of(name, new Series(List.of(value)), target, Validity.JUDGED);
    }
}
