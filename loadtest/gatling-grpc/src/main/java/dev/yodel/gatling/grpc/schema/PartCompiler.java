package dev.yodel.gatling.grpc.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
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
final class PartCompiler {
    private final Schema schema;
    private final Expressions expressions;
    private final WellKnownParts wellKnown = new WellKnownParts(this);

    PartCompiler(Schema schema, Expressions expressions) {
        this.schema = schema;
        this.expressions = expressions;
    }

    Schema schema() {
        return schema;
    }

    /** The part for a field of a message; {@code parent} is any instance of that message. */
    Part field(Message parent, FieldDescriptor field, @Nullable Object tree, Where where) {
        if (!field.isRepeated()) {
            return element(parent, field, tree, where);
        }
        if (tree instanceof Text text && text.isWhole()) {
            return whole(text, value -> constant(field(parent, field, unquoted(field, value, where), where)));
        }
        if (field.isMapField()) {
            return tree == null ? Part.Constant.UNSET : map(parent, field, tree, where);
        }
        return tree == null ? Part.Constant.UNSET : list(parent, field, tree, where);
    }

    private Part element(Message parent, FieldDescriptor field, @Nullable Object tree, Where where) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (tree instanceof Text text && text.isWhole()) {
            return whole(
                    text,
                    message
                            ? value -> constant(element(parent, field, unquotedMessage(field, value, where), where))
                            : value -> value == null
                                    ? constant(element(parent, field, null, where))
                                    : Scalars.convert(field, value, where));
        }
        if (message) {
            return tree == null && !WellKnownParts.isNullable(field)
                    ? Part.Constant.UNSET
                    : message(prototype(parent, field), tree, where);
        }
        if (tree == null) {
            return WellKnownParts.isNullable(field)
                    ? new Part.Constant(field.getEnumType().findValueByNumber(0))
                    : Part.Constant.UNSET;
        }
        return tree instanceof Text text
                ? spliced(text, where, value -> Scalars.convert(field, value, where))
                : new Part.Constant(Scalars.convert(field, tree, where));
    }

    /** The part for a message; {@code prototype} is any instance of its type. */
    Part message(Message prototype, @Nullable Object tree, Where where) {
        Descriptor type = prototype.getDescriptorForType();
        if (tree instanceof Message message
                && message.getDescriptorForType().getFullName().equals(type.getFullName())) {
            return new Part.Constant(Messages.as(prototype, message, schema.extensionRegistry()));
        }
        if (WellKnownParts.isSpecial(type)) {
            return wellKnown.part(prototype, tree, where);
        }
        if (!(tree instanceof Map<?, ?> members)) {
            throw where.error(tree, type.getFullName() + ", a JSON object");
        }
        return members(prototype, members, where);
    }

    /** The part for the message that a text, or any other value of a session, stands for. */
    Part messageOfSession(Message prototype, @Nullable Object value) {
        if (value instanceof CharSequence text && !WellKnownParts.isText(prototype.getDescriptorForType())) {
            return message(prototype, JsonReader.read(text.toString()), Where.ROOT);
        }
        return message(prototype, value, Where.ROOT);
    }

    /** The part for a message with one field set, whose place is that of the message. */
    Part single(Message prototype, String name, @Nullable Object tree, Where where) {
        FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(name);
        return assemble(prototype, Map.of(field, field(prototype, field, tree, where)), Map.of(field, where));
    }

    /** The part for a message of which the fields are given. */
    Part members(Message prototype, Map<?, ?> members, Where where) {
        Map<FieldDescriptor, Part> parts = new LinkedHashMap<>();
        Map<FieldDescriptor, Where> places = new HashMap<>();
        Set<OneofDescriptor> oneofs = new HashSet<>();
        FieldNames names = new FieldNames(schema, prototype.getDescriptorForType());
        members.forEach((name, tree) -> {
            FieldDescriptor field = names.find(name, where);
            Where place = where.field(String.valueOf(name));
            Part part = field(prototype, field, tree, place);
            if (part == Part.Constant.UNSET) {
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

    private static void requireAll(Descriptor type, Set<FieldDescriptor> present, Where where) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.isRequired() && !present.contains(field)) {
                throw where.field(field.getName()).error(null, Scalars.expected(field) + ", for the field is required");
            }
        }
    }

    private static Part assemble(
            Message prototype, Map<FieldDescriptor, Part> parts, Map<FieldDescriptor, Where> places) {
        Message.Builder base = prototype.newBuilderForType();
        List<MessagePart.Hole> holes = new ArrayList<>();
        parts.forEach((field, part) -> {
            if (!part.isConstant()) {
                holes.add(new MessagePart.Hole(field, part, places.getOrDefault(field, Where.ROOT)));
                return;
            }
            Object value = part.value(Part.NO_VALUES);
            if (value != null) {
                base.setField(field, value);
            }
        });
        Message constant = base.buildPartial();
        return holes.isEmpty() ? new Part.Constant(constant) : new MessagePart(constant, List.copyOf(holes));
    }

    Part list(Message parent, FieldDescriptor field, Object tree, Where where) {
        List<?> elements = Lists.of(tree);
        if (elements == null) {
            throw where.error(tree, "a list of " + Scalars.expected(field));
        }
        List<Part> parts = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Where place = where.index(i);
            Part part = element(parent, field, elements.get(i), place);
            if (part == Part.Constant.UNSET) {
                throw place.error(null, Scalars.expected(field));
            }
            parts.add(part);
        }
        Parts.Elements list = new Parts.Elements(List.copyOf(parts), where);
        return Part.folded(list, list.isConstant());
    }

    Part map(Message parent, FieldDescriptor field, Object tree, Where where) {
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        if (!(tree instanceof Map<?, ?> members)) {
            throw where.error(tree, "a map of " + Scalars.expected(keyField) + " to " + Scalars.expected(valueField));
        }
        Message entry = prototype(parent, field);
        List<Part> entries = new ArrayList<>(members.size());
        members.forEach((key, content) -> {
            Where place = where.key(String.valueOf(key));
            Part keyPart = element(entry, keyField, key, place);
            Part valuePart = element(entry, valueField, content, place);
            if (valuePart == Part.Constant.UNSET) {
                throw place.error(null, Scalars.expected(valueField));
            }
            entries.add(new Parts.Entry(entry, keyField, keyPart, valueField, valuePart, place));
        });
        Parts.Elements list = new Parts.Elements(List.copyOf(entries), where);
        return Part.folded(list, list.isConstant());
    }

    Part spliced(Text text, Where where, Function<String, @Nullable Object> conversion) {
        List<Object> pieces = text.parts().stream()
                .map(piece ->
                        piece instanceof Text.Expression expression ? expressions.add(expression.source()) : piece)
                .toList();
        return new Parts.Spliced(pieces, where, conversion);
    }

    Part whole(Text text, Function<@Nullable Object, @Nullable Object> conversion) {
        return new Parts.Whole(expressions.add(text.whole().source()), conversion);
    }

    /** A text that stands for a message is JSON, unless the message is one that JSON itself writes as a text. */
    private static @Nullable Object unquotedMessage(FieldDescriptor field, @Nullable Object value, Where where) {
        return WellKnownParts.isText(field.getMessageType()) ? value : unquoted(field, value, where);
    }

    private static @Nullable Object unquoted(FieldDescriptor field, @Nullable Object value, Where where) {
        if (!(value instanceof CharSequence text)) {
            return value;
        }
        try {
            return JsonReader.read(text.toString());
        } catch (SchemaException e) {
            throw where.error(value, Scalars.expected(field) + " as JSON; " + e.getMessage());
        }
    }

    private static @Nullable Object constant(Part part) {
        return part.value(Part.NO_VALUES);
    }

    static Message prototype(Message parent, FieldDescriptor field) {
        return parent.newBuilderForType().newBuilderForField(field).getDefaultInstanceForType();
    }
}
