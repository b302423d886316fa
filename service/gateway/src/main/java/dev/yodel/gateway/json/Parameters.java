package dev.yodel.gateway.json;

import com.google.common.base.Splitter;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;

/**
 * Names with values, of a path, a query or a form, as a message. A name is the path of a field in either spelling, such as
 * {@code behavior.messageDelay.fixed}; a repeated field may be given more than once.
 */
public final class Parameters {

    private static final Splitter DOTS = Splitter.on('.');
    private static final int MAX = 1000;
    private static final int MAX_DEPTH = 20;

    private final Descriptor type;
    private final JsonObject json = new JsonObject();
    private int count;

    public Parameters(Descriptor type) {
        this.type = type;
    }

    /** Adds one value. */
    public void add(String name, String value) throws BadInputException {
        if (++count > MAX) {
            throw new BadInputException("", "too many parameters (expected: at most " + MAX + ")");
        }
        List<String> parts = DOTS.splitToList(name);
        if (parts.size() > MAX_DEPTH) {
            throw new BadInputException("", "a parameter has too many dots (expected: at most " + MAX_DEPTH + ")");
        }
        JsonObject parent = json;
        Descriptor at = type;
        for (int i = 0; i < parts.size(); i++) {
            FieldDescriptor field = MessageJson.field(at, parts.get(i));
            boolean last = i == parts.size() - 1;
            if (field == null) {
                throw new BadInputException(
                        shown(name), "no such field (expected: a field of " + at.getFullName() + ")");
            }
            if (last) {
                put(parent, field, name, value);
            } else if (isPath(field)) {
                parent = child(parent, field);
                at = field.getMessageType();
            } else {
                throw new BadInputException(shown(name), field.getName() + " has no fields here (expected: a value)");
            }
        }
    }

    /** Adds values in their order. */
    public void addAll(Iterable<Map.Entry<String, String>> values) throws BadInputException {
        for (Map.Entry<String, String> value : values) {
            add(value.getKey(), value.getValue());
        }
    }

    public boolean has(String field) {
        return json.has(field);
    }

    /** The message of the type of {@code prototype}. */
    public Message message(Message prototype) throws BadInputException {
        return MessageJson.message(json, prototype);
    }

    private static boolean isPath(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && !MessageJson.isSpecial(field.getMessageType());
    }

    private static JsonObject child(JsonObject parent, FieldDescriptor field) {
        JsonElement child = parent.get(field.getName());
        if (child instanceof JsonObject object) {
            return object;
        }
        JsonObject created = new JsonObject();
        parent.add(field.getName(), created);
        return created;
    }

    private static void put(JsonObject parent, FieldDescriptor field, String name, String value)
            throws BadInputException {
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (field.isMapField() || (isMessage && !MessageJson.isSpecial(field.getMessageType()))) {
            throw new BadInputException(
                    shown(name), "a value for a message (expected: its fields, such as " + shown(name) + ".NAME)");
        }
        if (!field.isRepeated()) {
            if (parent.has(field.getName())) {
                throw new BadInputException(shown(name), "given twice (expected: once)");
            }
            parent.add(field.getName(), new JsonPrimitive(value));
            return;
        }
        JsonArray array = parent.get(field.getName()) instanceof JsonArray there ? there : new JsonArray();
        array.add(value);
        parent.add(field.getName(), array);
    }

    /** A name from a caller may be anything. */
    private static String shown(String name) {
        return name.length() > 100 ? name.substring(0, 100) + "..." : name;
    }
}
