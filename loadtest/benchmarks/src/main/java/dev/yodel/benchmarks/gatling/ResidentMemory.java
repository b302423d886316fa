package dev.yodel.benchmarks.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The resident memory of this process, in MB of 1,000,000 bytes, read from Linux.
 *
 * @param now the resident set size ({@code VmRSS})
 * @param peak the peak resident set size ({@code VmHWM})
 */
record ResidentMemory(double now, double peak) {

    private static final double KIB_PER_MB = 1_000_000 / 1024.0;

    static ResidentMemory ofThisProcess() {
        try {
            String status = Files.readString(Path.of("/proc/self/status"));
            return new ResidentMemory(field(status, "VmRSS:"), field(status, "VmHWM:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB_PER_MB)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "/proc/self/status: no %s (expected: present on Linux)".formatted(name)));
    }
}
