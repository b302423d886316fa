package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.InvalidEscapeSequenceException;
import dev.yodel.grpc.dynamic.schema.SchemaException;

/** The words, numbers, texts and signs of a {@code .proto} file, one at a time, without its comments. */
final class ProtoTokens {

    /** What kinds of tokens there are. */
    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SIGN,
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
        return kind != Kind.TEXT && token.equals(wanted);
    }

    /** Whether the token after the current one is this. */
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

    /** A name with dots in it, perhaps one in front. */
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
            // Long, for the highest numbers of a reserved range; 0x and a leading 0 mean what they mean in C.
            long value = Long.decode(token);
            int number = Math.toIntExact(negative ? -value : value);
            advance();
            return number;
        } catch (NumberFormatException | ArithmeticException e) {
            throw error(expected);
        }
    }

    /** A text in quotes, or several in a row, which are one. */
    ByteString text(String expected) {
        if (kind != Kind.TEXT) {
            throw error(expected);
        }
        ByteString text = ByteString.EMPTY;
        while (kind == Kind.TEXT) {
            try {
                text = text.concat(TextFormat.unescapeBytes(token.substring(1, token.length() - 1)));
            } catch (InvalidEscapeSequenceException e) {
                throw error("a text; " + e.getMessage());
            }
            advance();
        }
        return text;
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
            kind = Kind.TEXT;
            skipText(c);
        } else if (isDigit(c) || (c == '.' && at + 1 < source.length() && isDigit(source.charAt(at + 1)))) {
            kind = Kind.NUMBER;
            skipNumber();
        } else if (isPartOfWord(c)) {
            kind = Kind.WORD;
            while (at < source.length() && isPartOfWord(source.charAt(at))) {
                at++;
            }
        } else {
            kind = Kind.SIGN;
            at++;
        }
        token = source.substring(start, at);
    }

    private void skipText(char quote) {
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
            throw error("a text that ends with " + quote + " on its line");
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

    /** An error at the current token. */
    SchemaException error(String expected) {
        long line = source.substring(0, start).lines().count();
        int lineStart = source.lastIndexOf('\n', start - 1) + 1;
        long number = start == lineStart ? line + 1 : line;
        String found = kind == Kind.END && token.isEmpty() ? "the end" : "'" + token + "'";
        return new SchemaException(
                file + ":" + number + ":" + (start - lineStart + 1) + ": " + found + " (expected: " + expected + ")");
    }
}
