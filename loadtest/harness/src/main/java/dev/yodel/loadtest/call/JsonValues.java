package dev.yodel.loadtest.call;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Splits a reader into JSON values, each available as soon as it is complete. It looks at brackets and strings alone; the
 * parser of the message reports what is wrong inside a value. A value that begins with neither a bracket nor a quote ends
 * with its line.
 */
final class JsonValues {

    private static final int END = -1;

    private final Reader reader;
    private final int limit;

    /**
     * @param reader the text; closed by the caller
     * @param limit the maximum length of a value, in characters
     */
    JsonValues(Reader reader, int limit) {
        this.reader = reader;
        this.limit = limit;
    }

    /**
     * Waits for the next value.
     *
     * @return its text, or null at the end of the reader; the text of an incomplete last value is returned as it is
     * @throws IllegalArgumentException if the value is longer than the limit
     */
    @Nullable
    String next() {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        for (int c = read(); c != END; c = read()) {
            if (text.length() == 0 && (Character.isWhitespace(c) || c == ',')) {
                continue;
            }
            if (!quoted && depth == 0 && c == '\n') {
                return text.toString();
            }
            append(text, (char) c);
            if (quoted) {
                quoted = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth <= 0) {
                    return text.toString();
                }
            }
        }
        return text.length() == 0 ? null : text.toString();
    }

    private void append(StringBuilder text, char c) {
        if (text.length() == limit) {
            throw new IllegalArgumentException(
                    "data: a message of more than %d characters (expected: at most %<d)".formatted(limit));
        }
        text.append(c);
    }

    private int read() {
        try {
            return reader.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
