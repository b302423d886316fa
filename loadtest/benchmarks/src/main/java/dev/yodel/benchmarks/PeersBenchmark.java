package dev.yodel.benchmarks;

import dev.yodel.benchmarks.peers.Calls;
import dev.yodel.benchmarks.peers.Peer;
import dev.yodel.benchmarks.peers.YodelLoad;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.process.TempFolder;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code yodel load} beside other load generators: calls, and messages on streams, per CPU-second. */
final class PeersBenchmark implements Benchmark {

    /** What has been seen, and is to be kept. */
    private static final Map<Peer, Double> LEAST = new EnumMap<>(Map.of(Peer.GHZ, 1.5, Peer.FORTIO, 2.6, Peer.K6, 5.0));

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public String description() {
        return "Responses per second of CPU time of the load generator's process, each as one runs it, on one core, with 128"
                + " calls in flight, against the Yodel service on the other core. The first run makes as many calls as the"
                + " warm-up, the second as many again and half of them; the figure is their difference, so that start and"
                + " warm-up are excluded. Streams carry " + Calls.MESSAGES
                + " messages; yodel load waits for each response,"
                + " the others send all at once. fortio calls grpc.health.v1.Health/Check instead of Echo. h2load reads"
                + " no JSON, keeps no schedule and checks no gRPC status: it is the limit. fortio has no streams, and those"
                + " of k6 are not compared. Absent and therefore skipped: "
                + Arrays.stream(Peer.values())
                        .filter(peer -> !peer.isInstalled())
                        .map(Peer::program)
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(", "), names -> names.isEmpty() ? "none" : names))
                + ".";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        List<Figure> figures = new ArrayList<>();
        for (boolean stream : new boolean[] {false, true}) {
            List<Peer> peers = Arrays.stream(Peer.values())
                    .filter(peer -> peer.isInstalled() && (peer.hasStreams() || !stream))
                    .toList();
            List<Double> yodel = new ArrayList<>();
            Map<Peer, List<Double>> theirs = new EnumMap<>(Peer.class);
            for (int round = 0; round < settings.rounds(); round++) {
                try (ServerProcess server = launcher.yodelServer();
                        TempFolder folder = launcher.tempFolder()) {
                    yodel.add(perCpuSecond(
                            "yodel load",
                            calls -> YodelLoad.run(launcher, calls, folder.path())
                                    .cpuSeconds(),
                            server,
                            stream,
                            settings));
                    for (Peer peer : peers) {
                        theirs.computeIfAbsent(peer, none -> new ArrayList<>())
                                .add(perCpuSecond(
                                        peer.program(),
                                        calls -> cpu(peer, calls, folder.path()),
                                        server,
                                        stream,
                                        settings));
                    }
                }
            }
            String what = stream ? "messages on streams per CPU-second, " : "unary calls per CPU-second, ";
            if (theirs.isEmpty()) {
                figures.add(Figure.of(what + "alone", yodel, Threshold.NONE, settings.validity()));
            }
            theirs.forEach((peer, values) -> figures.add(Figure.ratio(
                    what + peer.program() + " as bare",
                    values,
                    yodel,
                    stream || !LEAST.containsKey(peer) ? Threshold.NONE : Threshold.atLeast(LEAST.get(peer)),
                    settings.validity())));
        }
        return figures;
    }

    private static double cpu(Peer peer, Calls calls, Path folder) {
        return peer.run(calls, folder).cpuSeconds();
    }

    /** Without the start of the process and its warm-up: the difference of a short and a longer run. */
    private static double perCpuSecond(
            String name, Run run, ServerProcess server, boolean stream, RunSettings settings) {
        long first = stream ? settings.warmUp() / Calls.MESSAGES : settings.warmUp();
        Calls few = new Calls(server.grpcAddress(), stream, first);
        Calls many = new Calls(server.grpcAddress(), stream, first + first / 2);
        double seconds = -run.cpuSeconds(few) + run.cpuSeconds(many);
        double rate = (many.responses() - few.responses()) / seconds;
        System.err.printf("  %s, %s: %.0f per CPU-second%n", name, stream ? "streams" : "unary", rate);
        return rate;
    }

    /** One run of a load generator. */
    private interface Run {
        double cpuSeconds(Calls calls);
    }
}
