package dev.yodel.loadtest.plan.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of comma-separated values with a header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvRows {

    private final Path file;
    private final String text;
    private int at;
    private int line = 1;

    private CsvRows(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    static List<Map<String, Object>> parse(Path file, String text) {
        CsvRows csv = new CsvRows(file, text);
        if (text.isBlank()) {
            throw new IllegalArgumentException("feed: %s: empty (expected: a header and rows)".formatted(file));
        }
        List<String> header = csv.record().stream().map(String::strip).toList();
        if (new HashSet<>(header).size() < header.size() || header.contains("")) {
            throw new IllegalArgumentException(
                    "feed: %s: header %s (expected: a name for each column, each once)".formatted(file, header));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        while (csv.at < text.length()) {
            int first = csv.line;
            List<String> values = csv.record();
            if (values.equals(List.of(""))) {
                continue;
            }
            if (values.size() != header.size()) {
                throw new IllegalArgumentException("feed: %s: line %d: %d values (expected: %d, as in the header)"
                        .formatted(file, first, values.size(), header.size()));
            }
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** The values up to the end of the line, which may be within quotes. */
    private List<String> record() {
        List<String> values = new ArrayList<>();
        while (true) {
            values.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (at >= text.length() || text.charAt(at) != ',') {
                endOfLine();
                return values;
            }
            at++;
        }
    }

    private String plain() {
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        int first = line;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '\n') {
                line++;
            }
            if (next != '"') {
                value.append(next);
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                value.append('"');
                at++;
            } else {
                at++;
                if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                    break;
                }
                return value.toString();
            }
        }
        throw new IllegalArgumentException(
                "feed: %s: line %d: a quoted value (expected: a closing \" before a comma or the end of the line)"
                        .formatted(file, first));
    }

    private void endOfLine() {
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        line++;
    }
}
