package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the options in a {@code .proto} file, into protobuf's own option messages. It drops custom options, as they
 * don't change the JSON or wire format of a message.
 */
final class ProtoOptions {
    private static final String NAME = "the name of an option";

    private final ProtoTokens tokens;

    ProtoOptions(ProtoTokens tokens) {
        this.tokens = tokens;
    }

    /** The value of an option: its source in text format and, if it is a quoted string, its bytes. */
    record Value(String source, @Nullable ByteString string) {}

    /** Options that are not part of an option message, such as {@code json_name}. */
    interface Extra {
        /** Applies an option, or returns false if it is another one. */
        boolean apply(List<String> name, Value value);
    }

    /** Parses the rest of an option statement after its first word. */
    void statement(Message.Builder options) {
        one(options, (name, value) -> false);
        tokens.expect(";");
    }

    /** Parses {@code [name = value, ...]} if the next token is a bracket. */
    void list(Message.Builder options, Extra extra) {
        if (!tokens.accept("[")) {
            return;
        }
        do {
            one(options, extra);
        } while (tokens.accept(","));
        tokens.expect("]");
    }

    private void one(Message.Builder options, Extra extra) {
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
        if (!custom && !extra.apply(name, value) && !set(options, name, value)) {
            throw here;
        }
    }

    private Value value() {
        if (tokens.kind() == ProtoTokens.Kind.STRING) {
            ByteString string = tokens.string("a string");
            return new Value("\"" + TextFormat.escapeBytes(string) + "\"", string);
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

    /** A message in text format, with its braces. Its comments are dropped, as text format has other ones. */
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
        return text.toString();
    }

    /** Sets an option; returns false if it has another type of value, or is an unknown feature. */
    private static boolean set(Message.Builder options, List<String> name, Value value) {
        FieldDescriptor field = options.getDescriptorForType().findFieldByName(name.get(0));
        if (field == null) {
            // An option of a later protobuf version does not affect calls, but an unknown feature might.
            return !options.getDescriptorForType().getFullName().equals("google.protobuf.FeatureSet");
        }
        if (name.size() > 1) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isRepeated()) {
                return false;
            }
            Message.Builder nested = ((Message) options.getField(field)).toBuilder();
            boolean known = set(nested, name.subList(1, name.size()), value);
            options.setField(field, nested.buildPartial());
            return known;
        }
        try {
            TextFormat.merge(field.getName() + ": " + value.source(), options);
            return true;
        } catch (TextFormat.ParseException e) {
            return false;
        }
    }
}
