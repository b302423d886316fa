package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.ScalarValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message with holes: everything constant stands in it already, and per call only the holes are filled.
 *
 * @param base the message without its holes
 * @param holes the rest
 */
record MessageNode(Message base, List<Hole> holes) implements TemplateNode {

    /** A field whose value changes. */
    record Hole(FieldDescriptor field, TemplateNode part, FieldLocation where) {
        void fill(Message.Builder message, @Nullable Object[] values) {
            Object value = part.value(values);
            if (value != null) {
                message.setField(field, value);
            } else if (field.isRequired()) {
                throw where.error(null, ScalarValues.expected(field) + ", for the field is required");
            }
        }
    }

    @Override
    public Message value(@Nullable Object[] values) {
        Message.Builder message = base.toBuilder();
        for (Hole hole : holes) {
            hole.fill(message, values);
        }
        return message.buildPartial();
    }
}
