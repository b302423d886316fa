package dev.yodel.grpc.dynamic.json;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into plain Java values: {@link Map}, {@link List}, {@link String}, {@link BigDecimal},
 * {@link Boolean} and null. In a template, a text with placeholders becomes a {@link TemplateText}, and a placeholder may stand
 * bare where a value is expected.
 *
 * <p>It is our own because no JSON library reads a bare placeholder, and because it knows line and column of a mistake.
 */
final class JsonReader {
    /** As deep as protobuf's parsers go. */
    private static final int MAX_DEPTH = 100;

    private final String json;
    private final Function<String, Object> texts;
    private final boolean template;
    private int at;
    private int depth;

    private JsonReader(String json, boolean template) {
        this.json = json;
        this.template = template;
        texts = template ? TemplateText::of : text -> text;
    }

    /** Reads JSON with placeholders. */
    static @Nullable Object readTemplate(String json) {
        return new JsonReader(json, true).document();
    }

    /** Reads JSON in which <code>#{</code> means nothing. */
    static @Nullable Object read(String json) {
        return new JsonReader(json, false).document();
    }

    private @Nullable Object document() {
        Object value = value();
        skipSpace();
        if (at < json.length()) {
            throw error("the end");
        }
        return value;
    }

    private @Nullable Object value() {
        skipSpace();
        if (at == json.length()) {
            throw error("a value");
        }
        char c = json.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> texts.apply(string());
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            case '#' -> placeholder();
            default -> number();
        };
    }

    private Map<Object, @Nullable Object> object() {
        Map<Object, @Nullable Object> members = new LinkedHashMap<>();
        enter();
        skipSpace();
        if (!accept('}')) {
            do {
                skipSpace();
                if (peek() != '"') {
                    throw error("a name in quotes or }");
                }
                int start = at;
                Object name = texts.apply(string());
                if (members.containsKey(name)) {
                    at = start;
                    throw error("another name than \"" + name + "\", which stands here twice");
                }
                skipSpace();
                expect(':');
                members.put(name, value());
                skipSpace();
            } while (accept(','));
            expect('}');
        }
        depth--;
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        enter();
        skipSpace();
        if (!accept(']')) {
            do {
                elements.add(value());
                skipSpace();
            } while (accept(','));
            expect(']');
        }
        depth--;
        return elements;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw error("at most " + MAX_DEPTH + " levels");
        }
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (at++; ; at++) {
            char c = peek();
            if (c == '"') {
                at++;
                return text.toString();
            }
            if (c < ' ') {
                throw error(at == json.length() ? "\" at the end of a text" : "\\n, \\t or \\u00xx in a text");
            }
            text.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        at++;
        return switch (peek()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw error("one of \" \\ / b f n r t u after \\");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            at++;
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw error("four hexadecimal digits after \\u");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Object placeholder() {
        int close = json.indexOf('}', at);
        if (!template || !json.startsWith("#{", at) || close < 0) {
            throw error(template ? "#{expression}" : "a value");
        }
        String source = json.substring(at, close + 1);
        at = close + 1;
        return new TemplateText(List.of(new TemplateText.Expression(source)));
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!json.startsWith(word, at)) {
            throw error("a value");
        }
        at += word.length();
        return value;
    }

    private BigDecimal number() {
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        try {
            return new BigDecimal(json.substring(start, at));
        } catch (NumberFormatException e) {
            at = start;
            throw error("a number of a smaller exponent");
        }
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw error(start > 0 && "-.eE+".indexOf(json.charAt(start - 1)) >= 0 ? "a digit" : "a value");
        }
    }

    private void skipSpace() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The next character, or NUL at the end. */
    private char peek() {
        return at < json.length() ? json.charAt(at) : '\0';
    }

    private boolean accept(char c) {
        if (peek() == c && at < json.length()) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw error(c == '}' || c == ']' ? ", or " + c : String.valueOf(c));
        }
    }

    private SchemaException error(String expected) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < at; i++) {
            column = json.charAt(i) == '\n' ? 1 : column + 1;
            line += json.charAt(i) == '\n' ? 1 : 0;
        }
        String found =
                at >= json.length() ? "the end" : "'" + json.substring(at, Math.min(at + 12, json.length())) + "'";
        return new SchemaException("JSON line " + line + ", column " + column + ": " + found.replace("\n", "\\n")
                + " (expected: " + expected + ")");
    }
}
