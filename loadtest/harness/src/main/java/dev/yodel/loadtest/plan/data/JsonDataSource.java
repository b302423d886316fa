package dev.yodel.loadtest.plan.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Request messages given by {@code --data}: a JSON object, an array of them, {@code @file} for a file with one of the two,
 * or {@code @-} for standard input.
 *
 * <p>This class only splits an array; its messages are parsed later, with the schema. A JSON library cannot parse them,
 * because placeholders may appear without quotes, as in {@code [{"id": #{id}}]}.
 */
public final class JsonDataSource {

    private static final String FILE = "@";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String STANDARD_INPUT = "-";
    private static final int MOST_QUOTED = 40;

    private final String text;
    private int at;

    private JsonDataSource(String text) {
        this.text = text;
    }

    /**
     * The messages, each in JSON; at least one.
     *
     * @throws IllegalArgumentException if there is none, or a file cannot be read
     */
    public static List<String> messages(String data) {
        String text = data.startsWith(FILE) ? read(data.substring(FILE.length())) : data;
        String json = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
        return json.startsWith("[") ? new JsonDataSource(json).elements() : List.of(json);
    }

    private static String read(String file) {
        try {
            return file.equals(STANDARD_INPUT)
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("data: @%s (expected: a readable file)".formatted(file), e);
        }
    }

    private List<String> elements() {
        List<String> elements = new ArrayList<>();
        do {
            at++; // the bracket or the comma before it
            int start = at;
            skipElement();
            elements.add(text.substring(start, at).strip());
        } while (text.charAt(at) == ',');
        if (elements.size() == 1 && elements.get(0).isEmpty()) {
            throw new IllegalArgumentException("data: [] (expected: at least one message)");
        }
        int empty = elements.indexOf("");
        if (empty >= 0) {
            throw new IllegalArgumentException(
                    "data: message %d of the array is empty (expected: JSON)".formatted(empty + 1));
        }
        String rest = text.substring(at + 1).strip();
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "data: %s after the array (expected: nothing)".formatted(shortened(rest)));
        }
        return List.copyOf(elements);
    }

    /** Moves to the comma or bracket after the element that begins here. */
    private void skipElement() {
        int depth = 0;
        for (; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '"' -> skipString();
                case '{', '[' -> depth++;
                case '}' -> depth--;
                case ']' -> {
                    if (depth == 0) {
                        return;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return;
                    }
                }
                default -> {}
            }
        }
        throw new IllegalArgumentException(
                "data: %s is incomplete (expected: ] after the last message)".formatted(shortened(text)));
    }

    /** Moves from the opening quote of a string to its closing quote, or to the end of the text without one. */
    private void skipString() {
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
        }
    }

    private static String shortened(String text) {
        return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "…";
    }
}
