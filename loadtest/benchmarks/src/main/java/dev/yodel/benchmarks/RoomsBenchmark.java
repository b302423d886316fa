package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import dev.yodel.benchmarks.report.Validity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** One room with many members: what its service delivers, how fast a post reaches everybody, and what stopped readers cost. */
final class RoomsBenchmark implements Benchmark {

    private static final int MEMBERS = 1000;
    private static final int STOPPED = 100;
    private static final int POSTS_PER_SECOND = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** How much the service may grow while it posts to readers that have stopped. */
    private static final double MAX_GROWTH_MB = 20;

    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public String description() {
        return MEMBERS
                + " members of one room over 4 connections; one of them posts 32 characters. At full speed it has 8 posts"
                + " in flight; a delivery is an event that has reached a member. Fan-out is the time from the post to the"
                + " delivery, of all deliveries, at " + POSTS_PER_SECOND + " posts per second. With stopped readers, "
                + STOPPED + " more members read nothing, and the growth is that of the resident set size of the service"
                + " from the end of the warm-up of " + WARM_UP.toSeconds()
                + " s to the end of the window. The column bare is the"
                + " same fan-out written on grpc-go (go-rooms), where Go is installed: one history per room, each event"
                + " serialized once, no limits, no metrics.";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        Rounds yodel = new Rounds();
        Rounds go = new Rounds();
        for (int round = 0; round < settings.rounds(); round++) {
            measure(yodel, () -> yodel(launcher), launcher, settings);
            if (hasGo(launcher)) {
                measure(go, () -> go(launcher), launcher, settings);
            }
        }
        Validity validity = settings.validity();
        List<Figure> figures = new ArrayList<>();
        if (go.perSecond.isEmpty()) {
            figures.add(Figure.of("deliveries per second", yodel.perSecond, Threshold.NONE, validity));
            figures.add(Figure.of(
                    "deliveries per second and core of the service", yodel.perCore, Threshold.NONE, validity));
            figures.add(Figure.of("fan-out p50, ms", yodel.p50, Threshold.NONE, validity));
            figures.add(Figure.of("fan-out p99, ms", yodel.p99, Threshold.NONE, validity));
        } else {
            figures.add(Figure.ratio("deliveries per second", go.perSecond, yodel.perSecond, Threshold.NONE, validity));
            figures.add(Figure.ratio(
                    "deliveries per second and core of the service",
                    go.perCore,
                    yodel.perCore,
                    Threshold.NONE,
                    validity));
            figures.add(Figure.ratio("fan-out p50, ms", go.p50, yodel.p50, Threshold.NONE, validity));
            figures.add(Figure.ratio("fan-out p99, ms", go.p99, yodel.p99, Threshold.NONE, validity));
        }
        String growth = "growth with " + STOPPED + " stopped readers, MB";
        figures.add(
                go.growth.isEmpty()
                        ? Figure.of(growth, yodel.growth, Threshold.atMost(MAX_GROWTH_MB), validity)
                        : Figure.beside(growth, go.growth, yodel.growth, Threshold.atMost(MAX_GROWTH_MB), validity));
        return figures;
    }

    /** The figures of one service, one for each round. */
    private static final class Rounds {
        private final List<Double> perSecond = new ArrayList<>();
        private final List<Double> perCore = new ArrayList<>();
        private final List<Double> p50 = new ArrayList<>();
        private final List<Double> p99 = new ArrayList<>();
        private final List<Double> growth = new ArrayList<>();
    }

    private static void measure(
            Rounds rounds, Supplier<ServerProcess> server, Launcher launcher, RunSettings settings) {
        Result full = run(server, launcher, settings, 0, 0);
        rounds.perSecond.add(full.values.get("perSecond"));
        rounds.perCore.add(full.values.get("perSecond") / full.serverCores);
        Result paced = run(server, launcher, settings, 0, POSTS_PER_SECOND);
        rounds.p50.add(paced.values.get("p50"));
        rounds.p99.add(paced.values.get("p99"));
        rounds.growth.add(run(server, launcher, settings, STOPPED, 0).growthMb);
    }

    private static ServerProcess yodel(Launcher launcher) {
        return launcher.yodelServer(Launcher.JVM_FLAGS, "--max-room-members", String.valueOf(MEMBERS + STOPPED));
    }

    private static ServerProcess go(Launcher launcher) {
        return Objects.requireNonNull(launcher.goRooms());
    }

    private static boolean hasGo(Launcher launcher) {
        try (ServerProcess server = launcher.goRooms()) {
            return server != null;
        }
    }

    /** What one run of the load program and the process of the service showed. */
    private record Result(KeyValues values, double serverCores, double growthMb) {}

    private static Result run(
            Supplier<ServerProcess> service, Launcher launcher, RunSettings settings, int stopped, int postsPerSecond) {
        try (ServerProcess server = service.get();
                ChildProcess client =
                        launcher.roomClient(server, MEMBERS, stopped, postsPerSecond, WARM_UP, settings.window())) {
            client.await(LinePrefix.BEGIN);
            long pid = server.process().pid();
            double before = residentMb(pid);
            Duration cpuBefore = cpu(pid);
            long begin = System.nanoTime();
            client.await(LinePrefix.END);
            double cores = cpu(pid).minus(cpuBefore).toNanos() / (double) (System.nanoTime() - begin);
            double growth = residentMb(pid) - before;
            KeyValues values = KeyValues.parse(client.await(LinePrefix.RESULT));
            System.err.printf(
                    "  %s: %d stopped, %d posts/s: %s, cores %.2f, growth %.1f MB%n",
                    server.process().name(), stopped, postsPerSecond, values.values(), cores, growth);
            return new Result(values, cores, growth);
        }
    }

    private static Duration cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new BenchmarkException("the service has ended (expected: it runs)"));
    }

    private static double residentMb(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
                    .sum();
        } catch (IOException e) {
            throw new BenchmarkException("the memory of the service: " + e.getMessage());
        }
    }
}
