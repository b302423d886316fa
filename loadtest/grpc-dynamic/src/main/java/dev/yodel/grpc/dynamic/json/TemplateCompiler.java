package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.WellKnownTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiler from a tree of plain Java values, read by {@link JsonReader} or given by a caller, to the nodes of a message
 * template. It computes and checks constant values at once.
 *
 * <p>It also converts the value of a placeholder for a list, a map or a message: such a value is a tree without
 * placeholders, which compiles to a constant.
 */
final class TemplateCompiler {
    private final Schema schema;
    private final List<String> expressions = new ArrayList<>();
    private final WellKnownCompiler wellKnown = new WellKnownCompiler(this);
    private final ObjectCompiler objects;

    TemplateCompiler(Schema schema) {
        this.schema = schema;
        objects = new ObjectCompiler(schema, this);
    }

    /** The placeholders in order. A repeated placeholder is listed, and evaluated, each time. */
    List<String> expressions() {
        return List.copyOf(expressions);
    }

    Schema schema() {
        return schema;
    }

    /** The node for a whole template. */
    TemplateNode root(Message prototype, @Nullable Object tree) {
        return tree instanceof TemplateText text && text.isPlaceholder()
                ? placeholder(text, value -> constant(messageOfValue(prototype, value)))
                : message(prototype, tree, FieldLocation.ROOT);
    }

    /** The node for a field of a message; {@code parent} is any instance of that message. */
    TemplateNode field(Message parent, FieldDescriptor field, @Nullable Object tree, FieldLocation location) {
        if (!field.isRepeated()) {
            return element(parent, field, tree, location);
        }
        if (tree instanceof TemplateText text && text.isPlaceholder()) {
            return placeholder(
                    text, value -> constant(field(parent, field, unquoted(field, value, location), location)));
        }
        if (field.isMapField()) {
            return tree == null ? TemplateNode.Constant.UNSET : map(parent, field, tree, location);
        }
        return tree == null ? TemplateNode.Constant.UNSET : list(parent, field, tree, location);
    }

    private TemplateNode element(Message parent, FieldDescriptor field, @Nullable Object tree, FieldLocation location) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (tree instanceof TemplateText text && text.isPlaceholder()) {
            return placeholder(
                    text,
                    message
                            ? value ->
                                    constant(element(parent, field, unquotedMessage(field, value, location), location))
                            : value -> value == null
                                    ? constant(element(parent, field, null, location))
                                    : ScalarValues.convert(field, value, location));
        }
        if (message) {
            return tree == null && !WellKnownTypes.isNullable(field)
                    ? TemplateNode.Constant.UNSET
                    : message(prototype(parent, field), tree, location);
        }
        if (tree == null) {
            return WellKnownTypes.isNullable(field)
                    ? new TemplateNode.Constant(field.getEnumType().findValueByNumber(0))
                    : TemplateNode.Constant.UNSET;
        }
        return tree instanceof TemplateText text
                ? interpolated(text, location, value -> ScalarValues.convert(field, value, location))
                : new TemplateNode.Constant(ScalarValues.convert(field, tree, location));
    }

    /** The node for a message; {@code prototype} is any instance of its type. */
    TemplateNode message(Message prototype, @Nullable Object tree, FieldLocation location) {
        Descriptor type = prototype.getDescriptorForType();
        if (tree instanceof Message message
                && message.getDescriptorForType().getFullName().equals(type.getFullName())) {
            return new TemplateNode.Constant(MessageConversion.convert(prototype, message, schema.extensionRegistry()));
        }
        if (WellKnownTypes.hasOwnJson(type)) {
            return wellKnown.node(prototype, tree, location);
        }
        if (!(tree instanceof Map<?, ?> members)) {
            throw location.error(tree, type.getFullName() + ", a JSON object");
        }
        return members(prototype, members, location);
    }

    /** The node for a message that is given as JSON text or as another value. */
    private TemplateNode messageOfValue(Message prototype, @Nullable Object value) {
        if (value instanceof CharSequence text && !WellKnownTypes.acceptsString(prototype.getDescriptorForType())) {
            return message(prototype, JsonReader.read(text.toString()), FieldLocation.ROOT);
        }
        return message(prototype, value, FieldLocation.ROOT);
    }

    /** The node for a message with one field, whose location is that of the message. */
    TemplateNode singleField(Message prototype, String name, @Nullable Object tree, FieldLocation location) {
        FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(name);
        TemplateNode content = field(prototype, field, tree, location);
        return MessageNode.of(prototype, List.of(new MessageNode.Assignment(field, content, location)));
    }

    /** The node for a message with the given fields. */
    TemplateNode members(Message prototype, Map<?, ?> members, FieldLocation location) {
        return objects.node(prototype, members, location);
    }

    private TemplateNode list(Message parent, FieldDescriptor field, Object tree, FieldLocation location) {
        List<?> elements = ListValues.of(tree);
        if (elements == null) {
            throw location.error(tree, "a list of " + ScalarValues.expected(field));
        }
        List<TemplateNode> nodes = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            FieldLocation child = location.index(i);
            TemplateNode node = element(parent, field, elements.get(i), child);
            if (node == TemplateNode.Constant.UNSET) {
                throw child.error(null, ScalarValues.expected(field));
            }
            nodes.add(node);
        }
        return TemplateNodes.Elements.of(nodes, location);
    }

    private TemplateNode map(Message parent, FieldDescriptor field, Object tree, FieldLocation location) {
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        if (!(tree instanceof Map<?, ?> members)) {
            throw location.error(
                    tree, "a map of " + ScalarValues.expected(keyField) + " to " + ScalarValues.expected(valueField));
        }
        Message entry = prototype(parent, field);
        List<TemplateNode> entries = new ArrayList<>(members.size());
        members.forEach((key, content) -> {
            FieldLocation child = location.key(String.valueOf(key));
            TemplateNode keyNode = element(entry, keyField, key, child);
            TemplateNode valueNode = element(entry, valueField, content, child);
            if (valueNode == TemplateNode.Constant.UNSET) {
                throw child.error(null, ScalarValues.expected(valueField));
            }
            entries.add(MessageNode.of(
                    entry,
                    List.of(
                            new MessageNode.Assignment(keyField, keyNode, child),
                            new MessageNode.Assignment(valueField, valueNode, child))));
        });
        return TemplateNodes.Entries.of(entries, keyField, location);
    }

    TemplateNode interpolated(
            TemplateText text, FieldLocation location, Function<String, @Nullable Object> conversion) {
        List<Object> pieces = text.parts().stream()
                .map(piece -> piece instanceof TemplateText.Expression expression ? expression(expression) : piece)
                .toList();
        return new TemplateNodes.Interpolated(pieces, location, conversion);
    }

    TemplateNode placeholder(TemplateText text, Function<@Nullable Object, @Nullable Object> conversion) {
        return new TemplateNodes.Placeholder(expression(text.placeholder()), conversion);
    }

    private int expression(TemplateText.Expression expression) {
        expressions.add(expression.source());
        return expressions.size() - 1;
    }

    /** Text for a message is parsed as JSON, unless JSON represents the message as a string. */
    private static @Nullable Object unquotedMessage(
            FieldDescriptor field, @Nullable Object value, FieldLocation location) {
        return WellKnownTypes.acceptsString(field.getMessageType()) ? value : unquoted(field, value, location);
    }

    private static @Nullable Object unquoted(FieldDescriptor field, @Nullable Object value, FieldLocation location) {
        if (!(value instanceof CharSequence text)) {
            return value;
        }
        try {
            return JsonReader.read(text.toString());
        } catch (SchemaException e) {
            throw location.error(value, ScalarValues.expected(field) + " as JSON; " + e.getMessage());
        }
    }

    private static @Nullable Object constant(TemplateNode node) {
        return node.value(TemplateNode.NO_VALUES);
    }

    private static Message prototype(Message parent, FieldDescriptor field) {
        return parent.newBuilderForType().newBuilderForField(field).getDefaultInstanceForType();
    }
}
