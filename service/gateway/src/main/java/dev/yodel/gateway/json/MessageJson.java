package dev.yodel.gateway.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import dev.yodel.v1.StatusDetail;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages as JSON, by the mapping of Protocol Buffers. Nothing that was sent is dropped: an unknown field, a field given
 * under both of its names and a wrong type are errors that name the field. Thread-safe.
 */
public final class MessageJson {

    private static final TypeRegistry TYPES =
            TypeRegistry.newBuilder().add(StatusDetail.getDescriptor()).build();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().usingTypeRegistry(TYPES);
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().usingTypeRegistry(TYPES).omittingInsignificantWhitespace();

    private MessageJson() {}

    /** Parses a JSON object in UTF-8 to a message of the type of {@code prototype}. */
    public static Message parse(byte[] utf8, Message prototype) throws BadInputException {
        return message(StrictJson.object(utf8), prototype);
    }

    static Message message(JsonObject json, Message prototype) throws BadInputException {
        refuseTwice(json, prototype.getDescriptorForType(), "");
        Message.Builder builder = prototype.newBuilderForType();
        try {
            PARSER.merge(json.toString(), builder);
            return builder.build();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw culprit(json, prototype.getDescriptorForType(), "", e);
        }
    }

    /**
     * A message as JSON, in one line.
     *
     * @throws IllegalStateException if an Any has a type that is not known here
     */
    public static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One field under both names: the parser would keep the last one. */
    private static void refuseTwice(JsonObject json, Descriptor type, String path) throws BadInputException {
        if (isSpecial(type)) {
            return;
        }
        Set<FieldDescriptor> seen = new HashSet<>();
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            FieldDescriptor field = field(type, entry.getKey());
            if (field == null) {
                continue;
            }
            String at = at(path, entry.getKey());
            if (!seen.add(field)) {
                throw new BadInputException(
                        at, "given twice (expected: " + field.getJsonName() + " or " + field.getName() + ")");
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                if (entry.getValue() instanceof JsonObject object) {
                    refuseTwice(object, field.getMessageType(), at);
                } else if (entry.getValue() instanceof JsonArray array) {
                    for (JsonElement element : array) {
                        if (element instanceof JsonObject object) {
                            refuseTwice(object, field.getMessageType(), at);
                        }
                    }
                }
            }
        }
    }

    /** Finds the field that the parser refuses, because its messages do not always name it. */
    private static BadInputException culprit(JsonObject json, Descriptor type, String path, Exception cause) {
        if (!isSpecial(type)) {
            for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
                String at = at(path, entry.getKey());
                FieldDescriptor field = field(type, entry.getKey());
                if (field == null) {
                    return new BadInputException(at, "no such field (expected: a field of " + type.getFullName() + ")");
                }
                Exception alone = failure(type, entry.getKey(), entry.getValue());
                if (alone != null) {
                    return inside(entry.getValue(), field, at, alone);
                }
            }
        }
        return new BadInputException(path, text(cause));
    }

    private static BadInputException inside(JsonElement value, FieldDescriptor field, String at, Exception cause) {
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField();
        if (isMessage && value instanceof JsonObject object && !field.isRepeated()) {
            return culprit(object, field.getMessageType(), at, cause);
        }
        if (field.isRepeated() && !field.isMapField() && value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                JsonArray one = new JsonArray();
                one.add(array.get(i));
                Exception alone = failure(field.getContainingType(), field.getName(), one);
                if (alone != null && isMessage && array.get(i) instanceof JsonObject object) {
                    return culprit(object, field.getMessageType(), at + "[" + i + "]", alone);
                }
                if (alone != null) {
                    return new BadInputException(at + "[" + i + "]", text(alone));
                }
            }
        }
        return new BadInputException(at, text(cause));
    }

    private static @Nullable Exception failure(Descriptor type, String name, JsonElement value) {
        JsonObject alone = new JsonObject();
        alone.add(name, value);
        try {
            PARSER.merge(alone.toString(), DynamicMessage.newBuilder(type));
            return null;
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return e;
        }
    }

    /** What the parser says, in one line that is not longer than a line. */
    private static String text(Exception e) {
        String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    static @Nullable FieldDescriptor field(Descriptor type, String name) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name) || field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** Types with a JSON of their own, such as Duration. */
    static boolean isSpecial(Descriptor type) {
        return type.getFile().getPackage().equals("google.protobuf");
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
