package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variable parts of a template that are not messages. */
final class TemplateNodes {
    private TemplateNodes() {}

    /** A placeholder alone, whose value keeps its type until it is converted to that of the field. */
    record Placeholder(int expression, Function<@Nullable Object, @Nullable Object> conversion)
            implements TemplateNode {
        @Override
        public @Nullable Object value(@Nullable Object[] values) {
            return conversion.apply(values[expression]);
        }
    }

    /** A text that contains placeholders; {@code pieces} are literal strings and the positions of expressions. */
    record Interpolated(List<Object> pieces, FieldLocation location, Function<String, @Nullable Object> conversion)
            implements TemplateNode {
        @Override
        public @Nullable Object value(@Nullable Object[] values) {
            StringBuilder text = new StringBuilder();
            for (Object piece : pieces) {
                if (!(piece instanceof Integer expression)) {
                    text.append(piece);
                    continue;
                }
                Object value = values[expression];
                if (value == null) {
                    throw location.error(null, "a value, as it is part of a longer text");
                }
                text.append(value);
            }
            return conversion.apply(text.toString());
        }
    }

    /** A list with at least one variable element. */
    record Elements(List<TemplateNode> elements, FieldLocation location) implements TemplateNode {
        /** The node for a list, which is constant if all elements are. */
        static TemplateNode of(List<TemplateNode> elements, FieldLocation location) {
            return TemplateNode.folded(
                    new Elements(List.copyOf(elements), location),
                    elements.stream().allMatch(TemplateNode::isConstant));
        }

        @Override
        public List<Object> value(@Nullable Object[] values) {
            List<Object> list = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Object value = elements.get(i).value(values);
                if (value == null) {
                    throw location.index(i).error(null, "a value, as lists have no null");
                }
                list.add(value);
            }
            return list;
        }
    }

    /** A map with at least one variable key or value. Its keys are compared as values: JSON can write 1 as 01, too. */
    record Entries(Elements elements, FieldDescriptor key) implements TemplateNode {
        /** The node for a map, which is constant if all entries are. */
        static TemplateNode of(List<TemplateNode> entries, FieldDescriptor key, FieldLocation location) {
            return TemplateNode.folded(
                    new Entries(new Elements(List.copyOf(entries), location), key),
                    entries.stream().allMatch(TemplateNode::isConstant));
        }

        @Override
        public List<Object> value(@Nullable Object[] values) {
            List<Object> entries = elements.value(values);
            Set<Object> keys = new HashSet<>();
            for (Object entry : entries) {
                Object name = ((Message) entry).getField(key);
                if (!keys.add(name)) {
                    throw elements.location().key(name).error(name, "each key once");
                }
            }
            return entries;
        }
    }
}
