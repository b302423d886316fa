package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.SymbolVisibility;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A parser of messages and of extend blocks. */
final class ProtoMessageParser {
    private static final String NAME = "a name";
    /** The nesting limit of protoc. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_FIELD_NUMBER = 536_870_911;
    private static final int MAX_MESSAGE_SET_NUMBER = Integer.MAX_VALUE - 1;

    private final ProtoTokens tokens;
    private final ProtoOptions options;
    private final ProtoParser file;
    private final ProtoFieldParser fields;
    private int depth;

    ProtoMessageParser(ProtoTokens tokens, ProtoOptions options, ProtoParser file, String syntax) {
        this.tokens = tokens;
        this.options = options;
        this.file = file;
        fields = new ProtoFieldParser(tokens, options, this, syntax);
    }

    /** Parses a message, starting at its name. */
    DescriptorProto.Builder message() {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(tokens.word(NAME));
        body(message);
        return message;
    }

    /** Parses the body of a message, including its braces. */
    void body(DescriptorProto.Builder message) {
        if (depth == MAX_DEPTH) {
            throw tokens.error("at most " + MAX_DEPTH + " levels of messages");
        }
        depth++;
        tokens.expect("{");
        while (!tokens.accept("}")) {
            statement(message);
        }
        depth--;
        addSyntheticOneofs(message);
    }

    private void statement(DescriptorProto.Builder message) {
        SymbolVisibility visibility = file.visibility();
        switch (tokens.token()) {
            case ";" -> tokens.advance();
            case "message" -> {
                tokens.advance();
                message.addNestedType(message().setVisibility(visibility));
            }
            case "enum" -> {
                tokens.advance();
                message.addEnumType(file.enumType().setVisibility(visibility));
            }
            case "option" -> {
                tokens.advance();
                options.statement(message.getOptionsBuilder());
            }
            case "reserved" -> file.skipStatement();
            case "extensions" -> {
                tokens.advance();
                extensions(message);
            }
            case "extend" -> {
                tokens.advance();
                extend(message::addExtension, message::addNestedType);
            }
            case "oneof" -> {
                tokens.advance();
                oneof(message);
            }
            default -> message.addField(fields.field(message::addNestedType));
        }
    }

    /** Parses an extend block, starting at the extended type. */
    void extend(Consumer<FieldDescriptorProto> extensions, Consumer<DescriptorProto.Builder> types) {
        String extendee = tokens.dottedName("a message type");
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (!tokens.accept(";")) {
                extensions.accept(fields.field(types).setExtendee(extendee).build());
            }
        }
    }

    private void extensions(DescriptorProto.Builder message) {
        boolean messageSet = message.getOptions().getMessageSetWireFormat();
        int first = message.getExtensionRangeCount();
        do {
            int from = tokens.integer("a number");
            int to = from;
            if (tokens.accept("to")) {
                to = tokens.accept("max")
                        ? messageSet ? MAX_MESSAGE_SET_NUMBER : MAX_FIELD_NUMBER
                        : tokens.integer("a number or max");
            }
            message.addExtensionRangeBuilder().setStart(from).setEnd(to + 1);
        } while (tokens.accept(","));
        if (tokens.at("[")) {
            options.list(message.getExtensionRangeBuilder(first).getOptionsBuilder(), (name, value) -> false);
        }
        tokens.expect(";");
    }

    private void oneof(DescriptorProto.Builder message) {
        int index = message.getOneofDeclCount();
        OneofDescriptorProto.Builder oneof = message.addOneofDeclBuilder().setName(tokens.word(NAME));
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (tokens.accept("option")) {
                options.statement(oneof.getOptionsBuilder());
            } else if (!tokens.accept(";")) {
                message.addField(fields.fieldOfOneof(message::addNestedType).setOneofIndex(index));
            }
        }
    }

    /** Adds a oneof for each optional field of proto3, after all oneofs in the source, as protoc does. */
    private static void addSyntheticOneofs(DescriptorProto.Builder message) {
        Set<String> taken = new HashSet<>();
        List<FieldDescriptorProto.Builder> fields = message.getFieldBuilderList();
        fields.forEach(field -> taken.add(field.getName()));
        message.getOneofDeclList().forEach(oneof -> taken.add(oneof.getName()));
        for (FieldDescriptorProto.Builder field : fields) {
            if (field.getProto3Optional()) {
                String name = field.getName().startsWith("_") ? field.getName() : "_" + field.getName();
                while (!taken.add(name)) {
                    name = "X" + name;
                }
                field.setOneofIndex(message.getOneofDeclCount());
                message.addOneofDeclBuilder().setName(name);
            }
        }
    }
}
