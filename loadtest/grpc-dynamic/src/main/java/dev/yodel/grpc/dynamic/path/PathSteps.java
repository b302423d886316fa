package dev.yodel.grpc.dynamic.path;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field path, bound to a message type.
 *
 * @param type the type
 * @param steps what to do, one after the other, from the message to the value
 */
record PathSteps(Descriptor type, List<Step> steps) {

    /** One step; it is given what the last one found. */
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

    /** An entry of a map, which messages hold as a list; of two with one key the last counts, as on the wire. */
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

    /** The rest of a path, inside an Any whose type is only known with the message. */
    record Unpacked(String path, List<PathSegments.Segment> rest, Schema schema) implements Step {
        @Override
        public @Nullable Object from(Object value) {
            Message any = (Message) value;
            Descriptor type = any.getDescriptorForType();
            String url = (String) any.getField(type.findFieldByNumber(1));
            Descriptor content = schema.findMessage(url.substring(url.lastIndexOf('/') + 1));
            if (content == null) {
                return null;
            }
            try {
                ByteString bytes = (ByteString) any.getField(type.findFieldByNumber(2));
                Message unpacked = DynamicMessage.parseFrom(content, bytes, schema.extensionRegistry());
                return bind(path, rest, content, schema).value(unpacked);
            } catch (InvalidProtocolBufferException | SchemaException e) {
                // Not a path of this content; the content of the next message may be of another type.
                return null;
            }
        }
    }
}
