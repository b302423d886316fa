package dev.yodel.grpc.dynamic.json;

import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with placeholders.
 *
 * <p>A placeholder extends from <code>#{</code> to the next <code>}</code>; <code>##{</code> stands for a plain
 * <code>#{</code>, as in Gatling's expression language.
 *
 * @param parts literal {@link String}s and {@link Expression}s, at least one of the latter
 */
record TemplateText(List<Object> parts) {

    /** A placeholder as written, from <code>#{</code> to <code>}</code>. */
    record Expression(String source) {}

    /** The text itself if it has no placeholders, or else its parts. */
    static Object of(String text) {
        if (!text.contains("#{")) {
            return text;
        }
        List<Object> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf("#{"); open >= 0; open = text.indexOf("#{", at)) {
            literal.append(text, at, open);
            if (open > at && text.charAt(open - 1) == '#') {
                literal.append('{');
                at = open + 2;
                continue;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new SchemaException("text: \"" + text + "\" (expected: } after #{)");
            }
            if (!literal.isEmpty()) {
                parts.add(literal.toString());
                literal.setLength(0);
            }
            parts.add(new Expression(text.substring(open, close + 1)));
            at = close + 1;
        }
        literal.append(text, at, text.length());
        if (parts.isEmpty()) {
            return literal.toString();
        }
        if (!literal.isEmpty()) {
            parts.add(literal.toString());
        }
        return new TemplateText(List.copyOf(parts));
    }

    /** Whether the text is a placeholder alone, whose value keeps its type. */
    boolean isPlaceholder() {
        return parts.size() == 1;
    }

    Expression placeholder() {
        return (Expression) parts.get(0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part instanceof Expression expression ? expression.source() : part);
        }
        return text.toString();
    }
}
