package dev.yodel.benchmarks;

import dev.yodel.benchmarks.machine.KernelThreads;
import dev.yodel.benchmarks.process.CpuPinning;
import dev.yodel.benchmarks.process.Launcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The conditions under which figures are measured: commit, machine, JVM, pinning and run settings. */
final class Conditions {

    private Conditions() {}

    /** The conditions of a run that begins now, one line each. */
    static List<String> now(String commit, RunSettings settings) {
        return List.of(
                "commit " + commit + ", started " + Instant.now().truncatedTo(ChronoUnit.SECONDS),
                String.format(
                        Locale.ROOT,
                        "%d × %s, %s %s; load average at the start %.2f",
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                "JDK " + Runtime.version() + ", every program with " + String.join(" ", Launcher.JVM_FLAGS)
                        + " unless stated otherwise",
                CpuPinning.isAvailable()
                        ? "clients pinned to core 0, servers to core 1" + movedKernelThreads()
                        : "programs not pinned to cores (expected: taskset, and two cores)",
                String.format(
                        Locale.ROOT,
                        "interleaved rounds, each of new processes: %d; %,d warm-up calls, then a window of %d s",
                        settings.rounds(),
                        settings.warmUp(),
                        settings.window().toSeconds()),
                "a figure is the median of its rounds (min–max); a ratio is the median of the ratios of all rounds");
    }

    private static String movedKernelThreads() {
        List<String> threads = KernelThreads.movedOff(CpuPinning.CLIENT_CORE, Path.of("/proc"));
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
