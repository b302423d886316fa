package dev.yodel.benchmarks.peers;

import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.CpuPinning;
import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code yodel load}, whose memory was read each half second.
 *
 * @param counted its calls, all of which succeeded
 * @param served the calls that the service counted
 * @param growthMb of its resident set size, from the second quarter of the time to the last
 */
public record LongLoad(long counted, long served, double growthMb) {

    private static final Duration LIMIT = Duration.ofMinutes(40);
    private static final Pattern OK = Pattern.compile("\"ok\" : (\\d+)");
    private static final String SERVED = "grpc_server_processing_duration_seconds_count{method=\"Echo\"";

    public static LongLoad run(Launcher launcher, ServerProcess server, Path folder, String... flags) {
        List<String> command =
                new ArrayList<>(CpuPinning.isAvailable() ? CpuPinning.command(CpuPinning.CLIENT_CORE) : List.of());
        command.addAll(launcher.yodelLoad());
        command.addAll(List.of(server.grpcAddress(), "--call", "yodel.v1.EchoService/Echo", "--data", Peer.JSON));
        command.addAll(List.of("--users", Peer.IN_FLIGHT, "--live-port", "0"));
        command.addAll(List.of("--out", folder.resolve("out").toString()));
        command.addAll(List.of(flags));
        List<Double> sizes = new ArrayList<>();
        ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
        try (ChildProcess load = ChildProcess.start("yodel load", command, LIMIT)) {
            var unused =
                    reader.scheduleAtFixedRate(() -> residentMb(load.pid(), sizes), 500, 500, TimeUnit.MILLISECONDS);
            load.awaitExit();
        } finally {
            reader.shutdown();
        }
        return new LongLoad(ok(folder.resolve("out/result.json")), (long) server.sum(SERVED), growth(sizes));
    }

    public long lost() {
        return served - counted;
    }

    private static void residentMb(long pid, List<Double> sizes) {
        try {
            Files.readString(Path.of("/proc/" + pid + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .forEach(line -> add(sizes, Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6));
        } catch (IOException e) {
            // It has just ended.
        }
    }

    private static void add(List<Double> sizes, double size) {
        synchronized (sizes) {
            sizes.add(size);
        }
    }

    /** From the median of the second quarter to that of the last. */
    static double growth(List<Double> sizes) {
        synchronized (sizes) {
            int quarter = sizes.size() / 4;
            if (quarter == 0) {
                throw new BenchmarkException("memory: read %d times (expected: 4 or more)".formatted(sizes.size()));
            }
            return median(sizes.subList(3 * quarter, 4 * quarter)) - median(sizes.subList(quarter, 2 * quarter));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long ok(Path result) {
        try {
            Matcher ok = OK.matcher(Files.readString(result));
            if (!ok.find()) {
                throw new BenchmarkException(result + ": no calls (expected: some)");
            }
            return Long.parseLong(ok.group(1));
        } catch (IOException e) {
            throw new BenchmarkException("the result: " + e.getMessage());
        }
    }
}
