package dev.yodel.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of rules that are delivered. */
final class Rules {

    private static final Path FOLDER = Path.of("prometheus", "rules");

    private Rules() {}

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }
}
