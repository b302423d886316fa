package dev.yodel.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kernel threads, some of which hold a core for milliseconds and delay the programs on it. */
public final class KernelThreads {

    private static final Pattern PROCESS = Pattern.compile("\\d+");

    /** Threads that exist once per core and are bound to it by the kernel. */
    private static final Pattern PER_CORE = Pattern.compile(".*/\\d.*");

    /** The process ID of the parent of all kernel threads. */
    private static final String KTHREADD = "2";

    private KernelThreads() {}

    /**
     * The names of the threads that an administrator has moved off a core, sorted.
     *
     * @param proc the folder that Linux has at {@code /proc}; if it does not exist, the list is empty
     */
    public static List<String> movedOff(int core, Path proc) {
        if (!Files.isDirectory(proc)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(proc)) {
            return entries.filter(entry ->
                            PROCESS.matcher(entry.getFileName().toString()).matches())
                    .map(KernelThreads::status)
                    .filter(Objects::nonNull)
                    .filter(status -> KTHREADD.equals(status.get("PPid")))
                    .filter(status -> !contains(status.getOrDefault("Cpus_allowed_list", ""), core))
                    .map(status -> status.getOrDefault("Name", ""))
                    .filter(name -> !PER_CORE.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null if the thread has ended in the meantime. */
    private static @Nullable Map<String, String> status(Path process) {
        try (Stream<String> lines = Files.lines(process.resolve("status"))) {
            return lines.map(line -> line.split(":", 2))
                    .filter(field -> field.length == 2)
                    .collect(Collectors.toMap(field -> field[0], field -> field[1].trim()));
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }

    /** Whether a list in the kernel's format, {@code 0,2-3}, contains a core. */
    private static boolean contains(String cores, int core) {
        return cores.isEmpty()
                || Arrays.stream(cores.split(","))
                        .map(range -> range.split("-"))
                        .anyMatch(range -> {
                            int first = Integer.parseInt(range[0]);
                            int last = Integer.parseInt(range[range.length - 1]);
                            return first <= core && core <= last;
                        });
    }
}
