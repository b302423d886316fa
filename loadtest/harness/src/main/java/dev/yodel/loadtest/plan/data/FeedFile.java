package dev.yodel.loadtest.plan.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the rows of a feed: a CSV file with a header, a JSON array of objects, or JSON Lines, by the end of the file's name.
 */
public final class FeedFile {

    private static final long LARGEST = 256L << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final TypeReference<LinkedHashMap<String, Object>> ROW = new TypeReference<>() {};
    private static final TypeReference<List<LinkedHashMap<String, Object>>> ROWS = new TypeReference<>() {};

    private FeedFile() {}

    /**
     * The feed in a file.
     *
     * @throws IllegalArgumentException if it cannot be read or has another form
     */
    public static Feed read(Path file, Feed.Order order) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String text = text(file);
        List<Map<String, Object>> rows;
        if (name.endsWith(".csv")) {
            rows = CsvRows.parse(file, text);
        } else if (name.endsWith(".jsonl")) {
            rows = jsonLines(file, text);
        } else if (name.endsWith(".json")) {
            rows = json(file, text);
        } else {
            throw new IllegalArgumentException(
                    "feed: %s (expected: a file.csv, file.json or file.jsonl)".formatted(file));
        }
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        return new Feed(file, order, List.copyOf(columns), rows);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(
                        "feed: %s: larger than 256 MiB (expected: a file that fits in memory)".formatted(file));
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException e) {
            throw new IllegalArgumentException("feed: %s (expected: a readable file in UTF-8)".formatted(file), e);
        }
    }

    private static List<Map<String, Object>> json(Path file, String text) {
        try {
            return List.copyOf(new ObjectMapper().readValue(text, ROWS));
        } catch (JsonProcessingException e) {
            throw problem(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "an array of objects", e);
        }
    }

    private static List<Map<String, Object>> jsonLines(Path file, String text) {
        ObjectMapper mapper = new ObjectMapper();
        List<Map<String, Object>> rows = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                continue;
            }
            try {
                rows.add(mapper.readValue(lines[i], ROW));
            } catch (JsonProcessingException e) {
                throw problem(file, i + 1, "a JSON object on each line", e);
            }
        }
        return rows;
    }

    static IllegalArgumentException problem(Path file, int line, String expected, Exception cause) {
        return new IllegalArgumentException("feed: %s: line %d (expected: %s)".formatted(file, line, expected), cause);
    }
}
