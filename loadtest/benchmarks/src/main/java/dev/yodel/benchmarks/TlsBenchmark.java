package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.load.Load.Options;
import dev.yodel.benchmarks.load.Workload;
import dev.yodel.benchmarks.machine.AwakeCores;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.round.Interleaving;
import dev.yodel.benchmarks.round.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The Yodel service beside a server on grpc-go, both over TLS: CPU per call, and the slowest calls at half load. */
final class TlsBenchmark implements Benchmark {

    private static final int USERS = 128;
    private static final int SCHEDULED_USERS = 8;

    /** The share of its core that the slower server spends on the load. */
    private static final double HALF = 0.5;

    private static final double MICROS = 1e6;

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public String description() {
        return "The column bare is an echo server on grpc-go (go-echo), which answers and does nothing else; Yodel runs with"
                + " everything that it ships with. Both over TLS, with the same ECDSA certificate. CPU time of the server per"
                + " answer at full speed, as in service. Then the response time of unary calls on a schedule, from their due"
                + " times, at the rate that keeps the core of the slower server half busy, with the collector of the"
                + " launcher and with others. " + AwakeCores.note();
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        List<Figure> figures = new ArrayList<>();
        FullSpeed unary = FullSpeed.measure(Workload.UNARY, launcher, settings);
        figures.add(unary.figure("server CPU per unary call over TLS, µs", settings));
        figures.add(FullSpeed.measure(Workload.CHAT, launcher, settings)
                .figure("server CPU per bidi message over TLS, µs", settings));
        figures.addAll(halfLoad(unary.halfLoad(), launcher, settings));
        return figures;
    }

    /** Both servers at full speed. */
    private record FullSpeed(Candidate go, Candidate yodel) {

        static FullSpeed measure(Workload workload, Launcher launcher, RunSettings settings) {
            Load load = Load.fullSpeed(workload, USERS, settings.warmUp(), Load.UNTIL_INPUT_ENDS);
            FullSpeed both = new FullSpeed(
                    Candidate.bareClientOverTls(workload + " grpc-go", launcher, load, launcher::goEchoOverTls),
                    Candidate.bareClientOverTls(
                            workload + " Yodel service",
                            launcher,
                            load,
                            () -> launcher.yodelServerOverTls(Launcher.JVM_FLAGS)));
            Interleaving.bySlices(settings.rounds(), settings.window(), List.of(both.go, both.yodel));
            return both;
        }

        Figure figure(String name, RunSettings settings) {
            return ratio(name, go, yodel, Round::serverMicrosPerAnswer, settings);
        }

        /** Calls per second. */
        double halfLoad() {
            double slowest = Stream.of(go, yodel)
                    .flatMap(candidate -> candidate.values(Round::serverMicrosPerAnswer).stream())
                    .mapToDouble(micros -> micros)
                    .max()
                    .orElseThrow();
            return HALF * MICROS / slowest;
        }
    }

    private static List<Figure> halfLoad(double rate, Launcher launcher, RunSettings settings) {
        Load load = Load.fullSpeed(Workload.SCHEDULED, SCHEDULED_USERS, settings.warmUp(), settings.window())
                .with(Options.atRate(rate, rate));
        Candidate go = Candidate.bareClientOverTls("half load grpc-go", launcher, load, launcher::goEchoOverTls);
        Candidate parallel = yodel("Parallel", Launcher.JVM_FLAGS, launcher, load);
        Candidate g1 = yodel("G1", collector("-XX:+UseG1GC"), launcher, load);
        Candidate serial = yodel("Serial", collector("-XX:+UseSerialGC"), launcher, load);
        Interleaving.byRounds(settings.rounds(), List.of(go, parallel, g1, serial), Candidate::run);
        String at = "%,.0f unary calls/s over TLS: ".formatted(rate);
        return List.of(
                ratio(at + "p50, µs", go, parallel, Round::p50Micros, settings),
                ratio(at + "p99, µs", go, parallel, Round::p99Micros, settings),
                ratio(at + "p99.9, µs", go, parallel, Round::p999Micros, settings),
                ratio(at + "p99.9 with G1, µs", go, g1, Round::p999Micros, settings),
                ratio(at + "p99.9 with Serial, µs", go, serial, Round::p999Micros, settings));
    }

    private static Candidate yodel(String collector, List<String> jvmFlags, Launcher launcher, Load load) {
        return Candidate.bareClientOverTls(
                "half load Yodel " + collector, launcher, load, () -> launcher.yodelServerOverTls(jvmFlags));
    }

    /** The launcher's flags with another collector, and no size of the young generation, which G1 chooses by itself. */
    private static List<String> collector(String flag) {
        return Stream.concat(
                        Stream.of(flag),
                        Launcher.JVM_FLAGS.stream()
                                .filter(other -> other.startsWith("-Xms") || other.startsWith("-Xmx")))
                .toList();
    }

    private static Figure ratio(
            String name, Candidate go, Candidate yodel, ToDoubleFunction<Round> value, RunSettings settings) {
        return Figure.ratio(name, go.values(value), yodel.values(value), Threshold.NONE, settings.validity());
    }
}
