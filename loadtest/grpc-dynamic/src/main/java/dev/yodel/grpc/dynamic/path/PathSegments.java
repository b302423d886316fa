package dev.yodel.grpc.dynamic.path;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;

/** A parser of the text of a field path into its segments. */
final class PathSegments {

    /** A segment of a path as written. */
    sealed interface Segment {
        /** The name, index or key. */
        String text();
    }

    /** A field by name, or an extension by its full name in brackets. */
    record Name(String text) implements Segment {}

    /** An element of a list, or a map entry by a key without quotes. */
    record Unquoted(String text) implements Segment {}

    /** A map entry by a key in quotes. */
    record Quoted(String text) implements Segment {}

    private final String path;
    private final List<Segment> segments = new ArrayList<>();
    private int at;

    private PathSegments(String path) {
        this.path = path;
    }

    static List<Segment> parse(String path) {
        return new PathSegments(path).parse();
    }

    private List<Segment> parse() {
        name();
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '.') {
                at++;
                name();
            } else if (c == '[') {
                bracket();
            } else {
                throw error(". or [");
            }
        }
        return List.copyOf(segments);
    }

    private void name() {
        int start = at;
        if (at < path.length() && path.charAt(at) == '[') {
            int close = path.indexOf(']', at);
            if (close < 0) {
                throw error("] after the name of an extension");
            }
            at = close + 1;
        } else {
            while (at < path.length() && isPartOfName(path.charAt(at))) {
                at++;
            }
        }
        if (at == start) {
            throw error("the name of a field");
        }
        segments.add(new Name(path.substring(start, at)));
    }

    private static boolean isPartOfName(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private void bracket() {
        at++;
        if (at < path.length() && path.charAt(at) == '"') {
            segments.add(new Quoted(quoted()));
        } else {
            int close = path.indexOf(']', at);
            if (close <= at) {
                throw error("an index or a key, and ]");
            }
            segments.add(new Unquoted(path.substring(at, close)));
            at = close;
        }
        if (at >= path.length() || path.charAt(at) != ']') {
            throw error("]");
        }
        at++;
    }

    private String quoted() {
        StringBuilder key = new StringBuilder();
        for (at++; at < path.length() && path.charAt(at) != '"'; at++) {
            if (path.charAt(at) == '\\' && at + 1 < path.length()) {
                at++;
            }
            key.append(path.charAt(at));
        }
        at++;
        return key.toString();
    }

    private SchemaException error(String expected) {
        String found = at < path.length() ? "'" + path.charAt(at) + "'" : "the end";
        return new SchemaException("path: " + path + ": " + found + " at " + Math.min(at, path.length())
                + " (expected: " + expected + ")");
    }
}
