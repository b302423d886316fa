package dev.yodel.grpc.dynamic.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reader of JSON (RFC 8259) into plain Java values: {@link Map}, {@link List}, {@link String}, {@link Number},
 * {@link Boolean} and null. In a template, a string with placeholders becomes a {@link TemplateText}, and a placeholder may
 * replace any value, without quotes. JSON libraries cannot read the latter.
 */
final class JsonReader {
    /** The nesting limit of protobuf's parsers. */
    private static final int MAX_DEPTH = 100;

    private final JsonText text;
    private final boolean template;
    private int depth;

    private JsonReader(String json, boolean template) {
        text = new JsonText(json);
        this.template = template;
    }

    /** Reads JSON with placeholders. */
    static @Nullable Object readTemplate(String json) {
        return new JsonReader(json, true).document();
    }

    /** Reads JSON in which <code>#{</code> has no meaning. */
    static @Nullable Object read(String json) {
        return new JsonReader(json, false).document();
    }

    /** The elements of an array of templates, each as its JSON source. */
    static List<String> splitTemplates(String json) {
        JsonReader reader = new JsonReader(json, true);
        reader.text.skipSpace();
        if (reader.text.peek() != '[') {
            throw reader.text.error("an array");
        }
        List<String> elements = reader.array(reader::source);
        reader.expectEnd();
        return elements;
    }

    private String source() {
        text.skipSpace();
        int start = text.position();
        value();
        return text.since(start);
    }

    private @Nullable Object document() {
        Object value = value();
        expectEnd();
        return value;
    }

    private void expectEnd() {
        text.skipSpace();
        if (!text.atEnd()) {
            throw text.error("the end");
        }
    }

    private @Nullable Object value() {
        text.skipSpace();
        if (text.atEnd()) {
            throw text.error("a value");
        }
        return switch (text.peek()) {
            case '{' -> object();
            case '[' -> array(this::value);
            case '"' -> templateOrString();
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
        text.skipSpace();
        if (!text.accept('}')) {
            do {
                text.skipSpace();
                if (text.peek() != '"') {
                    throw text.error("a name in quotes or }");
                }
                int start = text.position();
                Object name = templateOrString();
                if (members.containsKey(name)) {
                    text.moveTo(start);
                    throw text.error("a name other than \"" + name + "\", which is used twice");
                }
                text.skipSpace();
                text.expect(':');
                members.put(name, value());
                text.skipSpace();
            } while (text.accept(','));
            text.expect('}');
        }
        depth--;
        return members;
    }

    private <T extends @Nullable Object> List<T> array(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        enter();
        text.skipSpace();
        if (!text.accept(']')) {
            do {
                elements.add(element.get());
                text.skipSpace();
            } while (text.accept(','));
            text.expect(']');
        }
        depth--;
        return elements;
    }

    private void enter() {
        text.skip(1);
        if (++depth > MAX_DEPTH) {
            throw text.error("at most " + MAX_DEPTH + " levels");
        }
    }

    private Object templateOrString() {
        String string = string();
        return template ? TemplateText.of(string) : string;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (text.skip(1); ; text.skip(1)) {
            char c = text.peek();
            if (c == '"') {
                text.skip(1);
                return string.toString();
            }
            if (c < ' ') {
                throw text.error(text.atEnd() ? "\" at the end of a string" : "\\n, \\t or \\u00xx in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        text.skip(1);
        if (text.peek() == 'u') {
            return unicode();
        }
        int escape = "\"\\/bfnrt".indexOf(text.peek());
        if (escape < 0) {
            throw text.error("one of \" \\ / b f n r t u after \\");
        }
        return "\"\\/\b\f\n\r\t".charAt(escape);
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            text.skip(1);
            // Character.digit also knows the digits of other scripts.
            int digit = text.peek() < 128 ? Character.digit(text.peek(), 16) : -1;
            if (digit < 0) {
                throw text.error("four hexadecimal digits after \\u");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Object placeholder() {
        int start = text.position();
        int close = text.find('}');
        if (!template || !text.startsWith("#{") || close < 0) {
            throw text.error(template ? "#{expression}" : "a value");
        }
        text.moveTo(close + 1);
        return new TemplateText(List.of(new TemplateText.Expression(text.since(start))));
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word)) {
            throw text.error("a value");
        }
        text.skip(word.length());
        return value;
    }

    private Number number() {
        int start = text.position();
        text.accept('-');
        if (!text.accept('0')) {
            digits(start);
        }
        if (text.accept('.')) {
            digits(start);
        }
        if (text.accept('e') || text.accept('E')) {
            if (!text.accept('+')) {
                text.accept('-');
            }
            digits(start);
        }
        try {
            return JsonNumber.of(text.since(start));
        } catch (NumberFormatException e) {
            text.moveTo(start);
            throw text.error("a number with a smaller exponent");
        }
    }

    private void digits(int start) {
        if (!isDigit(text.peek())) {
            throw text.error(text.position() > start ? "a digit" : "a value");
        }
        while (isDigit(text.peek())) {
            text.skip(1);
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
