package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message with variable fields.
 *
 * @param base the message with its constant fields
 * @param variables the fields to set for each call
 */
record MessageNode(Message base, List<Assignment> variables) implements TemplateNode {

    /** A field and its value. */
    record Assignment(FieldDescriptor field, TemplateNode content, FieldLocation location) {
        private void apply(Message.Builder message, @Nullable Object[] values) {
            Object value = content.value(values);
            if (value != null) {
                message.setField(field, value);
            } else if (field.isRequired()) {
                throw location.error(null, ScalarValues.expected(field) + ", as the field is required");
            } else if (field.getContainingType().getOptions().getMapEntry()) {
                throw location.error(null, ScalarValues.expected(field));
            }
        }
    }

    /** The node for a message with these fields, which is constant if they all are. */
    static TemplateNode of(Message prototype, Collection<Assignment> fields) {
        Message.Builder base = prototype.newBuilderForType();
        fields.stream()
                .filter(field -> field.content.isConstant())
                .forEach(field -> field.apply(base, TemplateNode.NO_VALUES));
        List<Assignment> variables =
                fields.stream().filter(field -> !field.content.isConstant()).toList();
        Message constant = base.buildPartial();
        return variables.isEmpty() ? new Constant(constant) : new MessageNode(constant, variables);
    }

    @Override
    public Message value(@Nullable Object[] values) {
        Message.Builder message = base.toBuilder();
        variables.forEach(field -> field.apply(message, values));
        return message.buildPartial();
    }
}
