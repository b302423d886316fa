package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.ByteString;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import org.jspecify.annotations.Nullable;

/**
 * The location of a value in a message, for error messages. Its text, a field path, is only built for an error.
 *
 * @param parent the enclosing location, or null for the whole message
 * @param step a name, or an index or key in brackets
 */
record FieldLocation(@Nullable FieldLocation parent, String step) {
    static final FieldLocation ROOT = new FieldLocation(null, "");

    /** How many characters of an invalid value an error shows. */
    private static final int SHOWN = 80;

    FieldLocation field(String name) {
        return new FieldLocation(this, name);
    }

    FieldLocation index(int index) {
        return new FieldLocation(this, "[" + index + "]");
    }

    FieldLocation key(Object key) {
        return new FieldLocation(this, "[\"" + key + "\"]");
    }

    SchemaException error(@Nullable Object value, String expected) {
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
