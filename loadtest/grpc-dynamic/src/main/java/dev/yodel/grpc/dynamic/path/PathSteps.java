package dev.yodel.grpc.dynamic.path;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field path that is bound to a message type.
 *
 * @param type the message type
 * @param steps the steps from the message to the value
 */
record PathSteps(Descriptor type, List<Step> steps) {

    /** A step from the value that the previous step found. */
    interface Step {
        @Nullable
        Object from(Object value);
    }

    @Nullable
    Object value(Message message) {
        Object value = message;
        for (Step step : steps) {
            value = step.from(value);
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    static PathSteps bind(String path, List<PathSegments.Segment> segments, Descriptor type, Schema schema) {
        return new PathSteps(type, new PathBinding(path, segments, schema).bind(type));
    }

    record Field(FieldDescriptor field) implements Step {
        @Override
        public @Nullable Object from(Object value) {
            Message message = (Message) value;
            return field.hasPresence() && !message.hasField(field) ? null : message.getField(field);
        }
    }

    record Element(int index) implements Step {
        @Override
        public @Nullable Object from(Object value) {
            List<?> list = (List<?>) value;
            int at = index < 0 ? list.size() + index : index;
            return at < 0 || at >= list.size() ? null : list.get(at);
        }
    }

    /** An entry of a map, which messages hold as a list. The last entry with the key counts, as in the wire format. */
    record Entry(Object key) implements Step {
        @Override
        public @Nullable Object from(Object value) {
            List<?> entries = (List<?>) value;
            for (int i = entries.size() - 1; i >= 0; i--) {
                Message entry = (Message) entries.get(i);
                Descriptor type = entry.getDescriptorForType();
                if (entry.getField(type.findFieldByNumber(1)).equals(key)) {
                    return entry.getField(type.findFieldByNumber(2));
                }
            }
            return null;
        }
    }

    /** The rest of a path inside an Any, whose type is only known from the message. */
    record Unpacked(String path, List<PathSegments.Segment> rest, Schema schema) implements Step {
        @Override
        public @Nullable Object from(Object value) {
            Message content = schema.unpack((Message) value);
            try {
                return content == null
                        ? null
                        : bind(path, rest, content.getDescriptorForType(), schema)
                                .value(content);
            } catch (SchemaException e) {
                // The path does not exist in this type; the next message may contain another.
                return null;
            }
        }
    }
}
