package dev.yodel.grpc.dynamic.json;

import dev.yodel.grpc.dynamic.schema.SchemaException;

/** JSON text with a position, and errors that name the line and column. */
final class JsonText {
    /** How many characters an error shows. */
    private static final int SHOWN = 12;

    private final String json;
    private int position;

    JsonText(String json) {
        this.json = json;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    boolean atEnd() {
        return position >= json.length();
    }

    /** The next character, or NUL at the end. */
    char peek() {
        return atEnd() ? '\0' : json.charAt(position);
    }

    void skip(int characters) {
        position += characters;
    }

    void skipSpace() {
        while (!atEnd() && " \t\r\n".indexOf(json.charAt(position)) >= 0) {
            position++;
        }
    }

    boolean accept(char c) {
        if (!atEnd() && peek() == c) {
            position++;
            return true;
        }
        return false;
    }

    void expect(char c) {
        if (!accept(c)) {
            throw error(c == '}' || c == ']' ? ", or " + c : String.valueOf(c));
        }
    }

    boolean startsWith(String text) {
        return json.startsWith(text, position);
    }

    /** The position of a character at or after the current position, or -1. */
    int find(char c) {
        return json.indexOf(c, position);
    }

    /** The text from a position to the current one. */
    String since(int start) {
        return json.substring(start, position);
    }

    SchemaException error(String expected) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < position; i++) {
            column = json.charAt(i) == '\n' ? 1 : column + 1;
            line += json.charAt(i) == '\n' ? 1 : 0;
        }
        String found =
                atEnd() ? "the end" : "'" + json.substring(position, Math.min(position + SHOWN, json.length())) + "'";
        return new SchemaException("JSON line " + line + ", column " + column + ": " + found.replace("\n", "\\n")
                + " (expected: " + expected + ")");
    }
}
