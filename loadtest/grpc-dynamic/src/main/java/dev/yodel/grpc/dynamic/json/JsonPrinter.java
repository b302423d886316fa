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
 * Prints messages as JSON on one line. Immutable, safe to share between threads.
 *
 * <p>It follows protobuf's JSON mapping, and prints messages that {@code JsonFormat} rejects: an {@code Any} of an unknown
 * type with its bytes in base64, an invalid timestamp with its fields. Extensions are printed by their full name in
 * brackets, as {@link MessageTemplate} reads them.
 */
public final class JsonPrinter {
    private final WellKnownPrinter wellKnown;

    private JsonPrinter(Schema schema) {
        wellKnown = new WellKnownPrinter(schema, this);
    }

    /** A printer that finds the types of {@code Any} messages in a schema. */
    public static JsonPrinter of(Schema schema) {
        return new JsonPrinter(schema);
    }

    /** A message as JSON, without the fields that are not set. */
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
        quote(text(key, entry.getField(key)), out);
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
            // Strings, as many JSON readers have no 64-bit integers.
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> quote(text(field, value), out);
            default -> out.append(text(field, value));
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

    private static String text(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
            case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
            default -> value.toString();
        };
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
