package dev.yodel.loadtest.call;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashSet;
import java.util.Set;

/**
 * An example of a message as JSON: each field with a value to replace, of a oneof only the first field. A type inside itself
 * is left empty.
 */
final class ExampleMessage {

    private final StringBuilder out = new StringBuilder();
    private final Set<Descriptor> open = new HashSet<>();

    private ExampleMessage() {}

    static String of(Descriptor type) {
        ExampleMessage example = new ExampleMessage();
        example.message(type);
        return IndentedJson.of(example.out.toString());
    }

    private void message(Descriptor type) {
        if (type.getFullName().startsWith("google.protobuf.")) {
            out.append(wellKnown(type));
            return;
        }
        out.append('{');
        if (open.add(type)) {
            boolean comma = false;
            for (FieldDescriptor field : type.getFields()) {
                if (isChosen(field)) {
                    out.append(comma ? "," : "")
                            .append('"')
                            .append(field.getJsonName())
                            .append("\":");
                    comma = true;
                    field(field);
                }
            }
            open.remove(type);
        }
        out.append('}');
    }

    private static boolean isChosen(FieldDescriptor field) {
        return field.getRealContainingOneof() == null
                || field.getRealContainingOneof().getField(0).equals(field);
    }

    private void field(FieldDescriptor field) {
        if (field.isMapField()) {
            FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
            out.append("{\"").append(mapKey(key)).append("\":");
            value(field.getMessageType().findFieldByNumber(2));
            out.append('}');
        } else if (field.isRepeated()) {
            out.append('[');
            value(field);
            out.append(']');
        } else {
            value(field);
        }
    }

    private static String mapKey(FieldDescriptor key) {
        return switch (key.getJavaType()) {
            case STRING -> "key";
            case BOOLEAN -> "true";
            default -> "1";
        };
    }

    private void value(FieldDescriptor field) {
        switch (field.getJavaType()) {
            case MESSAGE -> message(field.getMessageType());
            case ENUM ->
                out.append('"')
                        .append(field.getEnumType().getValues().get(0).getName())
                        .append('"');
            case STRING, BYTE_STRING -> out.append("\"\"");
            case BOOLEAN -> out.append("false");
            case LONG -> out.append("\"0\"");
            default -> out.append('0');
        }
    }

    private static String wellKnown(Descriptor type) {
        return switch (type.getName()) {
            case "Timestamp" -> "\"2026-01-31T12:00:00Z\"";
            case "Duration" -> "\"1.5s\"";
            case "FieldMask", "StringValue", "BytesValue" -> "\"\"";
            case "BoolValue" -> "false";
            case "Int64Value", "UInt64Value" -> "\"0\"";
            case "Int32Value", "UInt32Value", "FloatValue", "DoubleValue" -> "0";
            case "Value" -> "null";
            case "ListValue" -> "[]";
            case "Any" -> "{\"@type\":\"type.googleapis.com/google.protobuf.Empty\",\"value\":{}}";
            default -> "{}";
        };
    }
}
