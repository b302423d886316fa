package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.MessageForms;
import dev.yodel.grpc.dynamic.schema.ScalarValues;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a tree of plain values, as {@link JsonReader} reads it or as a session holds it, into the parts of a message of
 * a given type. What is constant is worked out and checked at once.
 *
 * <p>The same code serves the value of a placeholder that stands for a list, a map or a message: such a value is a tree
 * without placeholders, which compiles into one constant.
 */
final class TemplateCompiler {
    private final Schema schema;
    private final TemplateExpressions expressions;
    private final WellKnownCompiler wellKnown = new WellKnownCompiler(this);

    TemplateCompiler(Schema schema, TemplateExpressions expressions) {
        this.schema = schema;
        this.expressions = expressions;
    }

    Schema schema() {
        return schema;
    }

    /** The part for a field of a message; {@code parent} is any instance of that message. */
    TemplateNode field(Message parent, FieldDescriptor field, @Nullable Object tree, FieldLocation where) {
        if (!field.isRepeated()) {
            return element(parent, field, tree, where);
        }
        if (tree instanceof TemplateText text && text.isWhole()) {
            return whole(text, value -> constant(field(parent, field, unquoted(field, value, where), where)));
        }
        if (field.isMapField()) {
            return tree == null ? TemplateNode.Constant.UNSET : map(parent, field, tree, where);
        }
        return tree == null ? TemplateNode.Constant.UNSET : list(parent, field, tree, where);
    }

    private TemplateNode element(Message parent, FieldDescriptor field, @Nullable Object tree, FieldLocation where) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (tree instanceof TemplateText text && text.isWhole()) {
            return whole(
                    text,
                    message
                            ? value -> constant(element(parent, field, unquotedMessage(field, value, where), where))
                            : value -> value == null
                                    ? constant(element(parent, field, null, where))
                                    : ScalarValues.convert(field, value, where));
        }
        if (message) {
            return tree == null && !WellKnownCompiler.isNullable(field)
                    ? TemplateNode.Constant.UNSET
                    : message(prototype(parent, field), tree, where);
        }
        if (tree == null) {
            return WellKnownCompiler.isNullable(field)
                    ? new TemplateNode.Constant(field.getEnumType().findValueByNumber(0))
                    : TemplateNode.Constant.UNSET;
        }
        return tree instanceof TemplateText text
                ? spliced(text, where, value -> ScalarValues.convert(field, value, where))
                : new TemplateNode.Constant(ScalarValues.convert(field, tree, where));
    }

    /** The part for a message; {@code prototype} is any instance of its type. */
    TemplateNode message(Message prototype, @Nullable Object tree, FieldLocation where) {
        Descriptor type = prototype.getDescriptorForType();
        if (tree instanceof Message message
                && message.getDescriptorForType().getFullName().equals(type.getFullName())) {
            return new TemplateNode.Constant(MessageForms.as(prototype, message, schema.extensionRegistry()));
        }
        if (WellKnownCompiler.isSpecial(type)) {
            return wellKnown.part(prototype, tree, where);
        }
        if (!(tree instanceof Map<?, ?> members)) {
            throw where.error(tree, type.getFullName() + ", a JSON object");
        }
        return members(prototype, members, where);
    }

    /** The part for the message that a text, or any other value of a session, stands for. */
    TemplateNode messageOfSession(Message prototype, @Nullable Object value) {
        if (value instanceof CharSequence text && !WellKnownCompiler.isText(prototype.getDescriptorForType())) {
            return message(prototype, JsonReader.read(text.toString()), FieldLocation.ROOT);
        }
        return message(prototype, value, FieldLocation.ROOT);
    }

    /** The part for a message with one field set, whose place is that of the message. */
    TemplateNode single(Message prototype, String name, @Nullable Object tree, FieldLocation where) {
        FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(name);
        return assemble(prototype, Map.of(field, field(prototype, field, tree, where)), Map.of(field, where));
    }

    /** The part for a message of which the fields are given. */
    TemplateNode members(Message prototype, Map<?, ?> members, FieldLocation where) {
        Map<FieldDescriptor, TemplateNode> parts = new LinkedHashMap<>();
        Map<FieldDescriptor, FieldLocation> places = new HashMap<>();
        Set<OneofDescriptor> oneofs = new HashSet<>();
        FieldNames names = new FieldNames(schema, prototype.getDescriptorForType());
        members.forEach((name, tree) -> {
            FieldDescriptor field = names.find(name, where);
            FieldLocation place = where.field(String.valueOf(name));
            TemplateNode part = field(prototype, field, tree, place);
            if (part == TemplateNode.Constant.UNSET) {
                return;
            }
            if (parts.put(field, part) != null) {
                throw place.error(tree, "field " + field.getFullName() + " once");
            }
            OneofDescriptor oneof = field.getContainingOneof();
            if (oneof != null && !oneofs.add(oneof)) {
                throw place.error(tree, "one field of oneof " + oneof.getFullName());
            }
            places.put(field, place);
        });
        requireAll(prototype.getDescriptorForType(), parts.keySet(), where);
        return assemble(prototype, parts, places);
    }

    private static void requireAll(Descriptor type, Set<FieldDescriptor> present, FieldLocation where) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.isRequired() && !present.contains(field)) {
                throw where.field(field.getName())
                        .error(null, ScalarValues.expected(field) + ", for the field is required");
            }
        }
    }

    private static TemplateNode assemble(
            Message prototype, Map<FieldDescriptor, TemplateNode> parts, Map<FieldDescriptor, FieldLocation> places) {
        Message.Builder base = prototype.newBuilderForType();
        List<MessageNode.Hole> holes = new ArrayList<>();
        parts.forEach((field, part) -> {
            if (!part.isConstant()) {
                holes.add(new MessageNode.Hole(field, part, places.getOrDefault(field, FieldLocation.ROOT)));
                return;
            }
            Object value = part.value(TemplateNode.NO_VALUES);
            if (value != null) {
                base.setField(field, value);
            }
        });
        Message constant = base.buildPartial();
        return holes.isEmpty() ? new TemplateNode.Constant(constant) : new MessageNode(constant, List.copyOf(holes));
    }

    TemplateNode list(Message parent, FieldDescriptor field, Object tree, FieldLocation where) {
        List<?> elements = ListValues.of(tree);
        if (elements == null) {
            throw where.error(tree, "a list of " + ScalarValues.expected(field));
        }
        List<TemplateNode> parts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            FieldLocation place = where.index(i);
            TemplateNode part = element(parent, field, elements.get(i), place);
            if (part == TemplateNode.Constant.UNSET) {
                throw place.error(null, ScalarValues.expected(field));
            }
            parts.add(part);
        }
        TemplateNodes.Elements list = new TemplateNodes.Elements(List.copyOf(parts), where);
        return TemplateNode.folded(list, list.isConstant());
    }

    TemplateNode map(Message parent, FieldDescriptor field, Object tree, FieldLocation where) {
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        if (!(tree instanceof Map<?, ?> members)) {
            throw where.error(
                    tree, "a map of " + ScalarValues.expected(keyField) + " to " + ScalarValues.expected(valueField));
        }
        Message entry = prototype(parent, field);
        List<TemplateNode> entries = new ArrayList<>(members.size());
        members.forEach((key, content) -> {
            FieldLocation place = where.key(String.valueOf(key));
            TemplateNode keyPart = element(entry, keyField, key, place);
            TemplateNode valuePart = element(entry, valueField, content, place);
            if (valuePart == TemplateNode.Constant.UNSET) {
                throw place.error(null, ScalarValues.expected(valueField));
            }
            entries.add(new TemplateNodes.Entry(entry, keyField, keyPart, valueField, valuePart, place));
        });
        TemplateNodes.Elements list = new TemplateNodes.Elements(List.copyOf(entries), where);
        return TemplateNode.folded(list, list.isConstant());
    }

    TemplateNode spliced(TemplateText text, FieldLocation where, Function<String, @Nullable Object> conversion) {
        List<Object> pieces = text.parts().stream()
                .map(piece -> piece instanceof TemplateText.Expression expression
                        ? expressions.add(expression.source())
                        : piece)
                .toList();
        return new TemplateNodes.Spliced(pieces, where, conversion);
    }

    TemplateNode whole(TemplateText text, Function<@Nullable Object, @Nullable Object> conversion) {
        return new TemplateNodes.Whole(expressions.add(text.whole().source()), conversion);
    }

    /** A text that stands for a message is JSON, unless the message is one that JSON itself writes as a text. */
    private static @Nullable Object unquotedMessage(
            FieldDescriptor field, @Nullable Object value, FieldLocation where) {
        return WellKnownCompiler.isText(field.getMessageType()) ? value : unquoted(field, value, where);
    }

    private static @Nullable Object unquoted(FieldDescriptor field, @Nullable Object value, FieldLocation where) {
        if (!(value instanceof CharSequence text)) {
            return value;
        }
        try {
            return JsonReader.read(text.toString());
        } catch (SchemaException e) {
            throw where.error(value, ScalarValues.expected(field) + " as JSON; " + e.getMessage());
        }
    }

    private static @Nullable Object constant(TemplateNode part) {
        return part.value(TemplateNode.NO_VALUES);
    }

    static Message prototype(Message parent, FieldDescriptor field) {
        return parent.newBuilderForType().newBuilderForField(field).getDefaultInstanceForType();
    }
}
