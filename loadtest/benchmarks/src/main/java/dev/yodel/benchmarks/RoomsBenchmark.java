package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LinePrefix;
import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Threshold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
                + " from the end of the warm-up of " + WARM_UP.toSeconds() + " s to the end of the window.";
    }

    @Override
    public List<Figure> figures(Launcher launcher, RunSettings settings) {
        List<Double> perSecond = new ArrayList<>();
        List<Double> perCore = new ArrayList<>();
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        List<Double> growth = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            Result full = run(launcher, settings, 0, 0);
            perSecond.add(full.values.get("perSecond"));
            perCore.add(full.values.get("perSecond") / full.serverCores);
            Result paced = run(launcher, settings, 0, POSTS_PER_SECOND);
            p50.add(paced.values.get("p50"));
            p99.add(paced.values.get("p99"));
            growth.add(run(launcher, settings, STOPPED, 0).growthMb);
        }
        return List.of(
                figure("deliveries per second", perSecond, Threshold.NONE, settings),
                figure("deliveries per second and core of the service", perCore, Threshold.NONE, settings),
                figure("fan-out p50, ms", p50, Threshold.NONE, settings),
                figure("fan-out p99, ms", p99, Threshold.NONE, settings),
                figure(
                        "growth with " + STOPPED + " stopped readers, MB",
                        growth,
                        Threshold.atMost(MAX_GROWTH_MB),
                        settings));
    }

    /** What one run of the load program and the process of the service showed. */
    private record Result(KeyValues values, double serverCores, double growthMb) {}

    private static Result run(Launcher launcher, RunSettings settings, int stopped, int postsPerSecond) {
        try (ServerProcess server = launcher.yodelServer(
                        Launcher.JVM_FLAGS, "--max-room-members", String.valueOf(MEMBERS + STOPPED));
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
                    "  %d stopped, %d posts/s: %s, cores %.2f, growth %.1f MB%n",
                    stopped, postsPerSecond, values.values(), cores, growth);
            return new Result(values, cores, growth);
        }
    }

    private static Figure figure(String name, List<Double> values, Threshold threshold, RunSettings settings) {
        return Figure.of(name, values, threshold, settings.validity());
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
