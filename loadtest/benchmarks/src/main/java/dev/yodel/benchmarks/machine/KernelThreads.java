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

/** The kernel's own threads, some of which hold a core for milliseconds and so make whoever else is on it late. */
public final class KernelThreads {

    private static final Pattern PROCESS = Pattern.compile("\\d+");

    /** Threads that there is one of for each core: they are where they are by nature. */
    private static final Pattern OF_A_CORE = Pattern.compile(".*/\\d.*");

    /** The parent of all of them. */
    private static final String KTHREADD = "2";

    private KernelThreads() {}

    /**
     * The names of those that somebody has moved off a core, sorted.
     *
     * @param proc the folder that Linux has at {@code /proc}; where there is none, there are no such threads
     */
    public static List<String> keptOff(int core, Path proc) {
        if (!Files.isDirectory(proc)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(proc)) {
            return entries.filter(entry ->
                            PROCESS.matcher(entry.getFileName().toString()).matches())
                    .map(KernelThreads::status)
                    .filter(Objects::nonNull)
                    .filter(status -> KTHREADD.equals(status.get("PPid")))
                    .filter(status -> !has(status.getOrDefault("Cpus_allowed_list", ""), core))
                    .map(status -> status.getOrDefault("Name", ""))
                    .filter(name -> !OF_A_CORE.matcher(name).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null of a thread that has ended meanwhile. */
    private static @Nullable Map<String, String> status(Path process) {
        try (Stream<String> lines = Files.lines(process.resolve("status"))) {
            return lines.map(line -> line.split(":", 2))
                    .filter(field -> field.length == 2)
                    .collect(Collectors.toMap(field -> field[0], field -> field[1].trim()));
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }

    /** Whether a list as the kernel writes it, {@code 0,2-3}, names a core. */
    private static boolean has(String cores, int core) {
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
