package dev.yodel.loadtest.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Metadata in a file: one {@code key: value} a line; empty lines and lines that start with # are skipped. */
public final class MetadataFile {

    private MetadataFile() {}

    /**
     * Its entries, in order.
     *
     * @throws IllegalArgumentException if it cannot be read, or a line has another form
     */
    public static List<MetadataEntry> entries(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("metadata-file: %s (expected: a readable file)".formatted(file), e);
        }
        List<MetadataEntry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                entries.add(MetadataEntry.parse(line));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "metadata-file: %s: line %d: %s".formatted(file, i + 1, e.getMessage()), e);
            }
        }
        return entries;
    }
}
