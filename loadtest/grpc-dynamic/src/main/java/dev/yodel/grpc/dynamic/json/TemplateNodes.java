package dev.yodel.grpc.dynamic.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.ScalarValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of parts that are no message: what fills the holes of a template. */
final class TemplateNodes {
    private TemplateNodes() {}

    /** A placeholder alone: its value counts with its own type. */
    record Whole(int expression, Function<@Nullable Object, @Nullable Object> conversion) implements TemplateNode {
        @Override
        public @Nullable Object value(@Nullable Object[] values) {
            return conversion.apply(values[expression]);
        }
    }

    /** A longer text with placeholders in it; {@code pieces} are literal strings and the positions of expressions. */
    record Spliced(List<Object> pieces, FieldLocation where, Function<String, @Nullable Object> conversion)
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
                    throw where.error(null, "a value inside a longer text");
                }
                text.append(value);
            }
            return conversion.apply(text.toString());
        }
    }

    /** A list of which at least one element changes. */
    record Elements(List<TemplateNode> elements, FieldLocation where) implements TemplateNode {
        @Override
        public List<Object> value(@Nullable Object[] values) {
            List<Object> list = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Object value = elements.get(i).value(values);
                if (value == null) {
                    throw where.index(i).error(null, "a value, for lists have no null");
                }
                list.add(value);
            }
            return list;
        }

        @Override
        public boolean isConstant() {
            return elements.stream().allMatch(TemplateNode::isConstant);
        }
    }

    /** An entry of a map. */
    record Entry(
            Message prototype,
            FieldDescriptor keyField,
            TemplateNode key,
            FieldDescriptor valueField,
            TemplateNode content,
            FieldLocation where)
            implements TemplateNode {
        @Override
        public Message value(@Nullable Object[] values) {
            Message.Builder entry = prototype.newBuilderForType();
            entry.setField(keyField, some(key.value(values), keyField));
            entry.setField(valueField, some(content.value(values), valueField));
            return entry.buildPartial();
        }

        private Object some(@Nullable Object value, FieldDescriptor field) {
            if (value == null) {
                throw where.error(null, ScalarValues.expected(field));
            }
            return value;
        }

        @Override
        public boolean isConstant() {
            return key.isConstant() && content.isConstant();
        }
    }
}
