package dev.yodel.grpc.dynamic.schema;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A place in a message, named as a field path; the text is made only when there is something to complain about.
 *
 * @param parent the place around it, or null for the message as a whole
 * @param step a name, or an index or key in brackets
 */
public record FieldLocation(@Nullable FieldLocation parent, String step) {
    public static final FieldLocation ROOT = new FieldLocation(null, "");

    /** How much of an offending value a message shows. */
    private static final int SHOWN = 80;

    public FieldLocation field(String name) {
        return new FieldLocation(this, name);
    }

    public FieldLocation index(int index) {
        return new FieldLocation(this, "[" + index + "]");
    }

    public FieldLocation key(Object key) {
        return new FieldLocation(this, "[\"" + key + "\"]");
    }

    public SchemaException error(@Nullable Object value, String expected) {
        String subject = parent == null ? "message: " : "field " + this + ": ";
        return new SchemaException(subject + shown(value) + " (expected: " + expected + ")");
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value instanceof ByteString bytes) {
            return bytes.size() + " bytes";
        }
        boolean plain = value == null || value instanceof Number || value instanceof Boolean;
        String text = String.valueOf(value).replace("\n", "\\n").replace("\r", "\\r");
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return plain ? cut : "\"" + cut + "\"";
    }

    @Override
    public String toString() {
        if (parent == null) {
            return step;
        }
        String before = parent.toString();
        return before.isEmpty() || step.startsWith("[\"") || isIndex() ? before + step : before + "." + step;
    }

    private boolean isIndex() {
        return step.length() > 2 && step.charAt(0) == '[' && Character.isDigit(step.charAt(1));
    }
}
