package dev.yodel.loadtest.health;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Clocks of CPU time, in nanoseconds. A clock that the system does not provide stays at 0.
 *
 * <p>Sources: {@code proc_stat(5)}, whose unit is 10 ms on every architecture that Java runs on, and the kernel's
 * description of control groups, version 1 and 2.
 */
final class CpuClocks {

    private static final Path MACHINE = Path.of("/proc/stat");
    private static final Path GROUPS = Path.of("/proc/self/cgroup");
    private static final Path GROUP_ROOT = Path.of("/sys/fs/cgroup");
    private static final String VERSION_2 = "0::/";
    private static final int STOLEN_COLUMN = 8;

    /** User, nice, system, interrupts and soft interrupts: neither idle nor stolen. */
    private static final List<Integer> USED_COLUMNS = List.of(1, 2, 3, 6, 7);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private CpuClocks() {}

    /** CPU time used by this process. */
    static LongSupplier process() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system::getProcessCpuTime;
    }

    /** CPU time that the host gave to others while this machine wanted it (steal). */
    static LongSupplier stolen() {
        return () -> stolen(lines(MACHINE));
    }

    /** CPU time that all processes of the machine used, this one included. */
    static LongSupplier machine() {
        return () -> used(lines(MACHINE));
    }

    /** Processors of the machine, including those that this process may not use; at least 1. */
    static int machineProcessors() {
        return processors(lines(MACHINE));
    }

    /** CPU time withheld by the limit of this process's control group. */
    static LongSupplier throttled() {
        Path file = Stream.of(
                        group().resolve("cpu.stat"), GROUP_ROOT.resolve("cpu.stat"), GROUP_ROOT.resolve("cpu/cpu.stat"))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(GROUP_ROOT);
        return () -> throttled(lines(file));
    }

    static long stolen(List<String> stat) {
        return nanos(stat, STOLEN_COLUMN);
    }

    static long used(List<String> stat) {
        return USED_COLUMNS.stream().mapToLong(column -> nanos(stat, column)).sum();
    }

    private static long nanos(List<String> stat, int column) {
        return stat.stream()
                .filter(line -> line.startsWith("cpu "))
                .map(line -> line.split(" +"))
                .filter(columns -> columns.length > column)
                .mapToLong(columns -> Long.parseLong(columns[column]) * TICK_NANOS)
                .sum();
    }

    static int processors(List<String> stat) {
        long count = stat.stream().filter(line -> line.matches("cpu\\d.*")).count();
        return (int) Math.max(1, count);
    }

    static long throttled(List<String> stat) {
        return value(stat, "throttled_usec ") * TimeUnit.MICROSECONDS.toNanos(1) + value(stat, "throttled_time ");
    }

    private static long value(List<String> stat, String key) {
        return stat.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.substring(key.length()).strip()))
                .sum();
    }

    private static Path group() {
        return lines(GROUPS).stream()
                .filter(line -> line.startsWith(VERSION_2))
                .map(line -> GROUP_ROOT.resolve(line.substring(VERSION_2.length())))
                .findFirst()
                .orElse(GROUP_ROOT);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
