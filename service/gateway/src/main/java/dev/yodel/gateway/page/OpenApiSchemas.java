package dev.yodel.gateway.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** The messages of a document as JSON schemas: those that were named, and all that these contain. */
final class OpenApiSchemas {

    private final ProtoComments comments;
    private final Set<String> known = new LinkedHashSet<>();
    private final Deque<Descriptor> open = new ArrayDeque<>();

    OpenApiSchemas(ProtoComments comments) {
        this.comments = comments;
    }

    /** The name of the schema of a message. */
    String nameOf(Descriptor type) {
        if (known.add(type.getFullName())) {
            open.add(type);
        }
        return type.getFullName();
    }

    /** All schemas by name. */
    JsonObject all() {
        JsonObject schemas = new JsonObject();
        for (Descriptor type = open.poll(); type != null; type = open.poll()) {
            schemas.add(type.getFullName(), ofMessage(type));
        }
        return schemas;
    }

    JsonObject ofField(FieldDescriptor field) {
        if (field.isMapField()) {
            JsonObject map = type("object");
            map.add("additionalProperties", single(field.getMessageType().findFieldByName("value")));
            return map;
        }
        if (field.isRepeated()) {
            JsonObject array = type("array");
            array.add("items", single(field));
            return array;
        }
        return single(field);
    }

    private JsonObject ofMessage(Descriptor type) {
        JsonObject properties = new JsonObject();
        for (FieldDescriptor field : type.getFields()) {
            JsonObject schema = ofField(field);
            String comment = comments.of(field);
            if (!comment.isEmpty()) {
                schema.addProperty("description", comment);
            }
            properties.add(field.getJsonName(), schema);
        }
        JsonObject schema = type("object");
        schema.add("properties", properties);
        schema.addProperty("additionalProperties", false);
        return schema;
    }

    private JsonObject single(FieldDescriptor field) {
        return switch (field.getType()) {
            case DOUBLE, FLOAT -> type("number");
            case INT32, SINT32, SFIXED32, UINT32, FIXED32 -> type("integer");
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> format("int64");
            case BOOL -> type("boolean");
            case BYTES -> format("byte");
            case ENUM -> ofEnum(field);
            case MESSAGE, GROUP -> ofType(field.getMessageType());
            default -> type("string");
        };
    }

    private static JsonObject ofEnum(FieldDescriptor field) {
        JsonArray values = new JsonArray();
        for (EnumValueDescriptor value : field.getEnumType().getValues()) {
            values.add(value.getName());
        }
        JsonObject schema = type("string");
        schema.add("enum", values);
        return schema;
    }

    /** The types of Protocol Buffers that have a JSON of their own. */
    private JsonObject ofType(Descriptor type) {
        return switch (type.getFullName()) {
            case "google.protobuf.Duration" -> format("duration");
            case "google.protobuf.Timestamp" -> format("date-time");
            case "google.protobuf.FieldMask" -> format("field-mask");
            case "google.protobuf.Any", "google.protobuf.Struct", "google.protobuf.Empty" -> type("object");
            case "google.protobuf.Value" -> new JsonObject();
            case "google.protobuf.ListValue" -> type("array");
            default -> {
                if (type.getFile().getName().equals("google/protobuf/wrappers.proto")) {
                    yield single(type.findFieldByName("value"));
                }
                JsonObject reference = new JsonObject();
                reference.addProperty("$ref", "#/components/schemas/" + nameOf(type));
                yield reference;
            }
        };
    }

    private static JsonObject type(String name) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", name);
        return schema;
    }

    private static JsonObject format(String name) {
        JsonObject schema = type("string");
        schema.addProperty("format", name);
        return schema;
    }
}
