package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.yodel.grpc.dynamic.schema.FieldLocation;
import dev.yodel.grpc.dynamic.schema.ScalarValues;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of a {@code .proto} file into protobuf's own option messages. Custom options are read and dropped:
 * they do not change what a message looks like in JSON or on the wire.
 */
final class ProtoOptions {
    private static final String NAME = "the name of an option";

    private final ProtoTokens tokens;

    ProtoOptions(ProtoTokens tokens) {
        this.tokens = tokens;
    }

    /** A value as written: its tokens as one text, and its bytes if it is a text in quotes. */
    record Value(String source, @Nullable ByteString text) {}

    /** What a reader of options does with one of them. */
    interface Target {
        /** Takes an option by the parts of its name, or leaves it. */
        boolean take(List<String> name, Value value);
    }

    /** Reads {@code option name = value;}, the word being read. */
    void statement(Message.Builder options) {
        one(options, (name, value) -> false);
        tokens.expect(";");
    }

    /** Reads {@code [name = value, ...]} if it stands here. */
    void list(Message.Builder options, Target target) {
        if (!tokens.accept("[")) {
            return;
        }
        do {
            one(options, target);
        } while (tokens.accept(","));
        tokens.expect("]");
    }

    private void one(Message.Builder options, Target target) {
        List<String> name = new ArrayList<>();
        boolean custom = false;
        do {
            if (tokens.accept("(")) {
                custom = true;
                name.add(tokens.dottedName(NAME));
                tokens.expect(")");
            } else {
                name.add(tokens.word(NAME));
            }
        } while (tokens.accept("."));
        tokens.expect("=");
        SchemaException here = tokens.error("a value of option " + String.join(".", name));
        Value value = value();
        if (!custom && !target.take(name, value) && !set(options, name, value)) {
            throw here;
        }
    }

    private Value value() {
        if (tokens.kind() == ProtoTokens.Kind.TEXT) {
            ByteString text = tokens.text("a text");
            return new Value("\"" + TextFormat.escapeBytes(text) + "\"", text);
        }
        if (tokens.at("{")) {
            return new Value(braces(), null);
        }
        String sign = tokens.accept("-") ? "-" : "";
        if (tokens.kind() != ProtoTokens.Kind.WORD && tokens.kind() != ProtoTokens.Kind.NUMBER) {
            throw tokens.error("a value");
        }
        return new Value(sign + tokens.take(), null);
    }

    /** A message in text format, without the braces around it and without comments, which it writes in another way. */
    private String braces() {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        do {
            if (tokens.kind() == ProtoTokens.Kind.END) {
                throw tokens.error("}");
            }
            depth += tokens.at("{") ? 1 : tokens.at("}") ? -1 : 0;
            text.append(tokens.take()).append(' ');
        } while (depth > 0);
        return text.substring(1, text.length() - 2);
    }

    private static boolean set(Message.Builder options, List<String> name, Value value) {
        FieldDescriptor field = options.getDescriptorForType().findFieldByName(name.get(0));
        if (field == null) {
            // An option of a later protobuf changes nothing for a call, but an unknown feature might.
            return !options.getDescriptorForType().getFullName().equals("google.protobuf.FeatureSet");
        }
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (name.size() > 1) {
            if (!message || field.isRepeated()) {
                return false;
            }
            Message.Builder nested = ((Message) options.getField(field)).toBuilder();
            boolean known = set(nested, name.subList(1, name.size()), value);
            options.setField(field, nested.buildPartial());
            return known;
        }
        Object converted = message ? parsed(options.newBuilderForField(field), value) : scalar(field, value);
        if (converted == null) {
            return false;
        }
        if (field.isRepeated()) {
            options.addRepeatedField(field, converted);
        } else {
            options.setField(field, converted);
        }
        return true;
    }

    private static @Nullable Object parsed(Message.Builder message, Value value) {
        try {
            TextFormat.merge(value.source(), message);
            return message.buildPartial();
        } catch (TextFormat.ParseException e) {
            return null;
        }
    }

    private static @Nullable Object scalar(FieldDescriptor field, Value value) {
        ByteString text = value.text();
        return switch (field.getJavaType()) {
            case ENUM -> enumValue(field, value);
            case BOOLEAN ->
                switch (value.source()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> null;
                };
            case STRING -> text == null ? null : text.toStringUtf8();
            case BYTE_STRING -> text;
            default -> text != null ? null : number(field, value.source());
        };
    }

    private static @Nullable EnumValueDescriptor enumValue(FieldDescriptor field, Value value) {
        return field.getEnumType().findValueByName(value.source());
    }

    private static @Nullable Object number(FieldDescriptor field, String source) {
        try {
            return ScalarValues.convert(field, source, FieldLocation.ROOT);
        } catch (SchemaException e) {
            return null;
        }
    }
}
