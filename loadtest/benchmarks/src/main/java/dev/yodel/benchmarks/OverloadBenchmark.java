package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import java.util.ArrayList;
import java.util.List;

/** What a service that refuses calls still serves, at multiples of its capacity. */
final class OverloadBenchmark implements Benchmark {

    private static final List<Integer> FACTORS = List.of(2, 5, 10);
    private static final double LEAST_GOODPUT = 0.9;

    /** Else the client would be the bottleneck, and the other figures would say nothing about the service. */
    private static final Threshold ALL_STARTED = Threshold.atLeast(0.98);

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public String description() {
        return "Unary calls, and chats of 5 messages one after the other, each message 128 KiB when the service has"
                + " decompressed it; 4 connections, a deadline of 1 s. The peak is what is served with 16 in flight; then as"
                + " many calls as 2, 5 and 10 times the peak start at a constant rate. Goodput is what calls that ended with OK"
                + " were served, from the start of the overload on, as a share of the peak. Each message costs the service"
                + " about a millisecond and the client a tenth of a kilobyte, so one core of the client overloads one of the service;"
                + " whether it did is shown by the calls that were started and by its CPU. The first refusal is at the end of the window if there was none. Recovery ends when 16 calls at once"
                + " are served. Health checks run throughout, every 50 ms on a connection of their own.";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        List<Figure> figures = new ArrayList<>();
        for (String kind : List.of("unary", "chat")) {
            List<KeyValues> rounds = new ArrayList<>();
            for (int round = 0; round < settings.rounds(); round++) {
                rounds.add(run(launcher, settings, kind));
            }
            figures.add(figure(kind + ": peak, messages per second", rounds, "peak", Threshold.NONE, settings));
            for (int factor : FACTORS) {
                String at = kind + " at " + factor + " × the peak: ";
                Threshold goodput = Threshold.atLeast(LEAST_GOODPUT);
                figures.add(figure(at + "goodput, share of the peak", rounds, "goodput" + factor, goodput, settings));
                figures.add(
                        figure(at + "calls started, of those due", rounds, "started" + factor, ALL_STARTED, settings));
                figures.add(figure(at + "client CPU, cores", rounds, "cores" + factor, Threshold.NONE, settings));
                figures.add(figure(at + "refused, share", rounds, "shed" + factor, Threshold.NONE, settings));
                figures.add(figure(at + "first refusal, s", rounds, "firstRefusal" + factor, Threshold.NONE, settings));
                figures.add(figure(at + "recovery, s", rounds, "recovery" + factor, Threshold.NONE, settings));
                figures.add(figure(
                        at + "longest health check, ms", rounds, "healthMax" + factor, Threshold.NONE, settings));
                figures.add(figure(
                        at + "failed health checks", rounds, "healthFailed" + factor, Threshold.atMost(0), settings));
            }
        }
        return figures;
    }

    private static KeyValues run(Launcher launcher, RunSettings settings, String kind) {
        try (ServerProcess server = launcher.yodelServer(Launcher.JVM_FLAGS, "--overload-delay", "50ms");
                ChildProcess client = launcher.overloadClient(server, kind, settings.window(), FACTORS)) {
            client.await(LinePrefix.END);
            KeyValues values = KeyValues.parse(client.await(LinePrefix.RESULT));
            System.err.printf("  %s: %s%n", kind, values.values());
            return values;
        }
    }

    private static Figure figure(
            String name, List<KeyValues> rounds, String key, Threshold threshold, RunSettings settings) {
        return Figure.of(name, rounds.stream().map(round -> round.get(key)).toList(), threshold, settings.validity());
    }
}
