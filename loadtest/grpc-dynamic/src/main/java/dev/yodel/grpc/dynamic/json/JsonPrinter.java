package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes messages as JSON on one line, for people and logs. Immutable, safe to share.
 *
 * <p>It keeps to protobuf's JSON mapping, and goes on where protobuf's own printer gives up: an {@code Any} of a type that
 * the schema does not know is written with its bytes in base64, an invalid timestamp as its numbers. Extensions are
 * written under their full name in brackets, the form that {@link MessageTemplate} reads.
 */
public final class JsonPrinter {
    private final WellKnownPrinter wellKnown;

    private JsonPrinter(Schema schema) {
        wellKnown = new WellKnownPrinter(schema, this);
    }

    /** The writer that finds the types of an {@code Any} in a schema. */
    public static JsonPrinter of(Schema schema) {
        return new JsonPrinter(schema);
    }

    /** A message as JSON. Fields that are not set are left out. */
    public String print(Message message) {
        StringBuilder out = new StringBuilder();
        append(message, out);
        return out.toString();
    }

    void append(Message message, StringBuilder out) {
        if (!wellKnown.append(message, out)) {
            out.append('{');
            appendFields(message, out, false);
            out.append('}');
        }
    }

    void appendFields(Message message, StringBuilder out, boolean commaFirst) {
        boolean comma = commaFirst;
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            out.append(comma ? "," : "");
            comma = true;
            quote(field.isExtension() ? "[" + field.getFullName() + "]" : field.getJsonName(), out);
            out.append(':');
            appendField(field, entry.getValue(), out);
        }
    }

    void appendField(FieldDescriptor field, Object value, StringBuilder out) {
        if (!field.isRepeated()) {
            appendValue(field, value, out);
            return;
        }
        boolean map = field.isMapField();
        out.append(map ? '{' : '[');
        for (Iterator<?> elements = ((List<?>) value).iterator(); elements.hasNext(); ) {
            Object element = elements.next();
            if (map) {
                appendEntry((Message) element, out);
            } else {
                appendValue(field, element, out);
            }
            out.append(elements.hasNext() ? "," : "");
        }
        out.append(map ? '}' : ']');
    }

    private void appendEntry(Message entry, StringBuilder out) {
        FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
        FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
        Object plainKey = JavaValues.of(key, entry.getField(key));
        quote(String.valueOf(plainKey), out);
        out.append(':');
        appendValue(value, entry.getField(value), out);
    }

    void appendValue(FieldDescriptor field, Object value, StringBuilder out) {
        switch (field.getType()) {
            case MESSAGE, GROUP -> append((Message) value, out);
            case STRING -> quote((String) value, out);
            case BYTES -> quote(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()), out);
            case ENUM -> appendEnum((EnumValueDescriptor) value, out);
            case FLOAT, DOUBLE -> appendNumber((Number) value, out);
            case BOOL -> out.append(value);
            default -> appendInteger(field, value, out);
        }
    }

    private static void appendEnum(EnumValueDescriptor value, StringBuilder out) {
        if (value.getType().getFullName().equals("google.protobuf.NullValue")) {
            out.append("null");
        } else if (value.getIndex() < 0) {
            out.append(value.getNumber());
        } else {
            quote(value.getName(), out);
        }
    }

    private static void appendNumber(Number value, StringBuilder out) {
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            quote(value.toString(), out);
        } else if (number == 0 || number % 1 != 0 || Math.abs(number) >= 1e15) {
            out.append(number == 0 && 1 / number > 0 ? "0" : value.toString());
        } else {
            out.append(new BigDecimal(value.toString()).toBigInteger());
        }
    }

    /** Integers of 64 bits are texts in JSON, for many readers only have doubles. */
    private static void appendInteger(FieldDescriptor field, Object value, StringBuilder out) {
        String digits = String.valueOf(JavaValues.of(field, value));
        if (field.getJavaType() == FieldDescriptor.JavaType.LONG) {
            quote(digits, out);
        } else {
            out.append(digits);
        }
    }

    static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == '\u2028' || c == '\u2029' || c == '\u007f') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
