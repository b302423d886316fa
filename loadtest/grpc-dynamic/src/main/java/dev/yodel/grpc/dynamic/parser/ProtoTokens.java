package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.InvalidEscapeSequenceException;
import dev.yodel.grpc.dynamic.schema.SchemaException;

/** A scanner that splits a {@code .proto} file into tokens, without its comments. */
final class ProtoTokens {

    enum Kind {
        WORD,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    private final String file;
    private final String source;
    private int at;
    private int start;
    private Kind kind = Kind.END;
    private String token = "";

    ProtoTokens(String file, String source) {
        this.file = file;
        this.source = source.startsWith("\uFEFF") ? source.substring(1) : source;
        advance();
    }

    /** The name of the file. */
    String file() {
        return file;
    }

    Kind kind() {
        return kind;
    }

    /** The current token as written. */
    String token() {
        return token;
    }

    boolean at(String wanted) {
        return kind != Kind.STRING && token.equals(wanted);
    }

    /** Whether the token after the current one is the wanted one. */
    boolean followedBy(String wanted) {
        int next = skipSpace(at);
        return source.startsWith(wanted, next)
                && (next + wanted.length() == source.length()
                        || !isPartOfWord(wanted.charAt(0))
                        || !isPartOfWord(source.charAt(next + wanted.length())));
    }

    boolean accept(String wanted) {
        if (!at(wanted)) {
            return false;
        }
        advance();
        return true;
    }

    void expect(String wanted) {
        if (!accept(wanted)) {
            throw error(wanted);
        }
    }

    String word(String expected) {
        if (kind != Kind.WORD) {
            throw error(expected);
        }
        return take();
    }

    /** A name that may contain dots and start with one. */
    String dottedName(String expected) {
        StringBuilder name = new StringBuilder();
        if (accept(".")) {
            name.append('.');
        }
        name.append(word(expected));
        while (accept(".")) {
            name.append('.').append(word(expected));
        }
        return name.toString();
    }

    int integer(String expected) {
        boolean negative = accept("-");
        if (kind != Kind.NUMBER) {
            throw error(expected);
        }
        try {
            // As in C, 0x starts a hexadecimal and 0 an octal number.
            long value = Long.decode(token);
            int number = Math.toIntExact(negative ? -value : value);
            advance();
            return number;
        } catch (NumberFormatException | ArithmeticException e) {
            throw error(expected);
        }
    }

    /** A quoted string, or adjacent quoted strings, which are concatenated. */
    ByteString string(String expected) {
        if (kind != Kind.STRING) {
            throw error(expected);
        }
        ByteString string = ByteString.EMPTY;
        while (kind == Kind.STRING) {
            try {
                string = string.concat(TextFormat.unescapeBytes(token.substring(1, token.length() - 1)));
            } catch (InvalidEscapeSequenceException e) {
                throw error("a string; " + e.getMessage());
            }
            advance();
        }
        return string;
    }

    String take() {
        String taken = token;
        advance();
        return taken;
    }

    void advance() {
        at = skipSpace(at);
        start = at;
        if (at == source.length()) {
            kind = Kind.END;
            token = "";
            return;
        }
        char c = source.charAt(at);
        if (c == '"' || c == '\'') {
            kind = Kind.STRING;
            skipString(c);
        } else if (isDigit(c) || (c == '.' && at + 1 < source.length() && isDigit(source.charAt(at + 1)))) {
            kind = Kind.NUMBER;
            skipNumber();
        } else if (isPartOfWord(c)) {
            kind = Kind.WORD;
            while (at < source.length() && isPartOfWord(source.charAt(at))) {
                at++;
            }
        } else {
            kind = Kind.SYMBOL;
            at++;
        }
        token = source.substring(start, at);
    }

    private void skipString(char quote) {
        for (at++; at < source.length() && source.charAt(at) != quote; at++) {
            if (source.charAt(at) == '\n') {
                break;
            }
            if (source.charAt(at) == '\\' && at + 1 < source.length()) {
                at++;
            }
        }
        if (at >= source.length() || source.charAt(at) != quote) {
            token = source.substring(start, Math.min(at, source.length()));
            throw error("a string that ends with " + quote + " on its line");
        }
        at++;
    }

    private void skipNumber() {
        while (at < source.length()) {
            char c = source.charAt(at);
            boolean signOfExponent = (c == '+' || c == '-')
                    && "eE".indexOf(source.charAt(at - 1)) >= 0
                    && !source.startsWith("0x", start)
                    && !source.startsWith("0X", start);
            if (!isPartOfWord(c) && c != '.' && !signOfExponent) {
                return;
            }
            at++;
        }
    }

    private int skipSpace(int from) {
        int next = from;
        while (next < source.length()) {
            if (Character.isWhitespace(source.charAt(next))) {
                next++;
            } else if (source.startsWith("//", next)) {
                int end = source.indexOf('\n', next);
                next = end < 0 ? source.length() : end;
            } else if (source.startsWith("/*", next)) {
                int end = source.indexOf("*/", next + 2);
                next = end < 0 ? source.length() : end + 2;
            } else {
                return next;
            }
        }
        return next;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPartOfWord(char c) {
        return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** An error at the position of the current token. */
    SchemaException error(String expected) {
        long line = source.substring(0, start).lines().count();
        int lineStart = source.lastIndexOf('\n', start - 1) + 1;
        long number = start == lineStart ? line + 1 : line;
        String found = kind == Kind.END && token.isEmpty() ? "the end" : "'" + token + "'";
        return new SchemaException(
                file + ":" + number + ":" + (start - lineStart + 1) + ": " + found + " (expected: " + expected + ")");
    }
}
