package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.load.Load;
import dev.yodel.benchmarks.machine.AwakeCores;
import dev.yodel.benchmarks.machine.CpuStallMonitor;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** One side of a comparison: a client and a server that start anew for each round, and the rounds measured so far. */
public final class Candidate {

    private final String name;
    private final Supplier<ServerProcess> server;
    private final Function<ServerProcess, ChildProcess> client;
    private final List<Round> rounds = new ArrayList<>();

    Candidate(String name, Supplier<ServerProcess> server, Function<ServerProcess, ChildProcess> client) {
        this.name = name;
        this.server = server;
        this.client = client;
    }

    public static Candidate bareClient(String name, Launcher launcher, Load load, Supplier<ServerProcess> server) {
        return new Candidate(name, server, started -> launcher.bareClient(started.addressed(load)));
    }

    /** The same over TLS, with the certificate of the benchmarks. */
    public static Candidate bareClientOverTls(
            String name, Launcher launcher, Load load, Supplier<ServerProcess> server) {
        return new Candidate(name, server, started -> launcher.bareClientOverTls(started.addressed(load)));
    }

    public static Candidate gatling(String name, Launcher launcher, Load load, Supplier<ServerProcess> server) {
        return new Candidate(name, server, started -> launcher.gatling(started.addressed(load)));
    }

    /** Measures one round while cores are kept awake. */
    public Round run() {
        return AwakeCores.during(() -> measure(Round::measure));
    }

    /** Like {@link #run}, and monitors the client's core for CPU stalls where that is available. */
    public Round runMonitored() {
        return AwakeCores.during(() -> {
            if (!CpuStallMonitor.isAvailable()) {
                return measure(Round::measure);
            }
            try (CpuStallMonitor monitor = CpuStallMonitor.start()) {
                Round round = measure(Round::measure);
                return round.withStalls(monitor.stop());
            }
        });
    }

    /** Like {@link #run}, and stops the server process for a second, some time after the window has begun. */
    public PausedServerRound runPausingServer(Duration after) {
        return AwakeCores.during(() -> measure((client, server) -> PausedServerRound.measure(client, server, after)));
    }

    /** Like {@link #run}, for two clients at the same time against one server. */
    static List<Round> runTogether(Candidate bare, Candidate gatling) {
        return AwakeCores.during(() -> gatling.measure((gatlingClient, server) -> {
            gatlingClient.await(" started"); // its start takes longer
            try (ChildProcess bareClient = bare.client.apply(server)) {
                OpenWindow bareWindow = OpenWindow.await(bareClient, server);
                OpenWindow gatlingWindow = OpenWindow.await(gatlingClient, server);
                return List.of(bareWindow.awaitEnd(), gatlingWindow.awaitEnd());
            }
        }));
    }

    /** Starts client and server, and pauses the client when its window begins. */
    PausableClient startPaused() {
        return PausableClient.start(server, client);
    }

    /** Adds a measured round and prints it. */
    void add(Round round) {
        rounds.add(round);
        System.err.printf("  %-28s %s%n", name, round.line());
    }

    public List<Round> rounds() {
        return List.copyOf(rounds);
    }

    /** The same value of each round, in their order. */
    public List<Double> values(ToDoubleFunction<Round> value) {
        return rounds.stream().mapToDouble(value).boxed().toList();
    }

    private <T> T measure(BiFunction<ChildProcess, ServerProcess, T> measurement) {
        try (ServerProcess startedServer = server.get();
                ChildProcess startedClient = client.apply(startedServer)) {
            return measurement.apply(startedClient, startedServer);
        }
    }
}
