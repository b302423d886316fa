package dev.yodel.benchmarks;

import dev.yodel.benchmarks.machine.KernelThreads;
import dev.yodel.benchmarks.process.Launcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What figures were taken on and how. */
public record Conditions(List<String> lines) {

    /**
     * The conditions of a run that begins now.
     *
     * @param commit the state of the repository
     */
    static Conditions now(String commit, RunSettings effort) {
        return new Conditions(List.of(
                "commit " + commit + ", begun " + Instant.now().truncatedTo(ChronoUnit.SECONDS),
                String.format(
                        Locale.ROOT,
                        "%d × %s, %s %s; load average at the start %.2f",
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                "JDK " + Runtime.version() + ", every program with " + String.join(" ", Launcher.JVM)
                        + " unless said otherwise",
                Launcher.pins()
                        ? "clients pinned to core 0, servers to core 1" + keptOffTheClients()
                        : "nothing pinned to cores (expected: taskset, and two cores)",
                String.format(
                        Locale.ROOT,
                        "rounds, each of new processes that take turns: %d; %,d warm-up calls, then a window of %d s",
                        effort.rounds(),
                        effort.warmUp(),
                        effort.window().toSeconds()),
                "a figure is the median of its rounds (least–most); a ratio is the median of the rounds' own"));
    }

    private static String keptOffTheClients() {
        List<String> threads = KernelThreads.keptOff(Launcher.CLIENT_CORE, Path.of("/proc"));
        return threads.isEmpty() ? "" : "; kernel threads moved off core 0 by hand: " + String.join(", ", threads);
    }

    private static String processor() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"))
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
