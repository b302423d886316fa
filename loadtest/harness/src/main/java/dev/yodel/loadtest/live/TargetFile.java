package dev.yodel.loadtest.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry in a folder that Prometheus reads its targets from ({@code file_sd}): it is there as long as this process
 * exposes metrics. The name of the file has the process id; entries of processes that were killed are removed by the next
 * one.
 */
public final class TargetFile implements AutoCloseable {

    /** What exposes metrics. */
    public enum Side {
        SERVICES,
        INJECTORS;

        private String prefix() {
            return name().toLowerCase(Locale.ROOT) + "-run-";
        }
    }

    private static final Pattern NAME = Pattern.compile("(?:services|injectors)-run-(\\d+)\\.json");

    private final Path file;

    private TargetFile(Path file) {
        this.file = file;
    }

    /** The folder asked for by the variable {@code YODEL_TARGETS}, else by the launcher; null for none. */
    public static @Nullable Path folder() {
        String asked = System.getenv("YODEL_TARGETS");
        String folder = asked == null ? System.getProperty("yodel.targets") : asked;
        return folder == null || folder.isEmpty() ? null : Path.of(folder);
    }

    /**
     * Registers metrics of this run.
     *
     * @param address host and port of the metrics
     * @throws IOException if the folder is missing or not writable
     */
    public static TargetFile register(Path folder, Side side, String address) throws IOException {
        forgetDead(folder);
        Path file = folder.resolve(side.prefix() + ProcessHandle.current().pid() + ".json");
        Path written = folder.resolve(file.getFileName() + ".new");
        // Prometheus must never read half a file.
        Files.writeString(written, """
                [{"targets": ["%s"], "labels": {"lifetime": "run"}}]
                """.formatted(address));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new TargetFile(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    private static void forgetDead(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches() && !isAlive(Long.parseLong(name.group(1)))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isAlive(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive();
    }
}
