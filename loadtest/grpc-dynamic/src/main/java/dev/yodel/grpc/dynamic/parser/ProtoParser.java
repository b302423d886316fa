package dev.yodel.grpc.dynamic.parser;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SymbolVisibility;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import java.util.Arrays;
import java.util.Set;

/**
 * A parser of one {@code .proto} file, in proto2, proto3 or an edition, into its descriptor. Type names stay as written:
 * protobuf resolves them when the file is linked.
 *
 * <p>It accepts every valid file, and also some invalid ones: it is not meant to find every error that protoc finds. Custom
 * options, comments and positions are dropped.
 */
final class ProtoParser {
    private static final String NAME = "a name";
    private static final Set<String> KEYWORDS =
            Set.of("package", "import", "option", "message", "enum", "service", "extend");

    private final ProtoTokens tokens;
    private final ProtoOptions options;
    private final FileDescriptorProto.Builder file;

    private ProtoParser(ProtoTokens tokens) {
        this.tokens = tokens;
        options = new ProtoOptions(tokens);
        file = FileDescriptorProto.newBuilder().setName(tokens.file());
    }

    /**
     * The descriptor of a file.
     *
     * @param name the name by which other files import it
     * @param source its text
     */
    static FileDescriptorProto parse(String name, String source) {
        return new ProtoParser(new ProtoTokens(name, source)).parse();
    }

    private FileDescriptorProto parse() {
        syntax();
        while (tokens.kind() != ProtoTokens.Kind.END) {
            statement();
        }
        return file.build();
    }

    private void syntax() {
        if (tokens.accept("syntax")) {
            tokens.expect("=");
            SchemaException unknown = tokens.error("\"proto2\" or \"proto3\"");
            String syntax = tokens.string("a string").toStringUtf8();
            if (!syntax.equals("proto2") && !syntax.equals("proto3")) {
                throw unknown;
            }
            if (syntax.equals("proto3")) {
                file.setSyntax(syntax);
            }
            tokens.expect(";");
        } else if (tokens.accept("edition")) {
            tokens.expect("=");
            SchemaException unknown =
                    tokens.error("an edition that this version of protobuf knows, for example \"2023\"");
            String edition = "EDITION_" + tokens.string("a string").toStringUtf8();
            file.setSyntax("editions");
            file.setEdition(Arrays.stream(Edition.values())
                    .filter(known -> known.name().equals(edition) && edition.matches("EDITION_\\d{4}"))
                    .findFirst()
                    .orElseThrow(() -> unknown));
            tokens.expect(";");
        }
    }

    private void statement() {
        SymbolVisibility visibility = visibility();
        if (tokens.accept(";")) {
            return;
        }
        String keyword = tokens.token();
        if (!KEYWORDS.contains(keyword)) {
            throw tokens.error("package, import, option, message, enum, service or extend");
        }
        tokens.advance();
        switch (keyword) {
            case "package" -> {
                file.setPackage(tokens.dottedName("the name of a package"));
                tokens.expect(";");
            }
            case "import" -> imported();
            case "option" -> options.statement(file.getOptionsBuilder());
            case "message" -> file.addMessageType(messages().message().setVisibility(visibility));
            case "enum" -> file.addEnumType(enumType().setVisibility(visibility));
            case "service" -> file.addService(service());
            default -> messages().extend(file::addExtension, file::addMessageType);
        }
    }

    /** The visibility keyword, which exists since edition 2024. */
    SymbolVisibility visibility() {
        if (tokens.followedBy("message") || tokens.followedBy("enum")) {
            if (tokens.accept("export")) {
                return SymbolVisibility.VISIBILITY_EXPORT;
            }
            if (tokens.accept("local")) {
                return SymbolVisibility.VISIBILITY_LOCAL;
            }
        }
        return SymbolVisibility.VISIBILITY_UNSET;
    }

    private ProtoMessageParser messages() {
        return new ProtoMessageParser(tokens, options, this, file.getSyntax());
    }

    private void imported() {
        boolean isPublic = tokens.accept("public");
        boolean isWeak = !isPublic && tokens.accept("weak");
        boolean isOption = !isPublic && !isWeak && tokens.accept("option");
        String name = tokens.string("the name of a file").toStringUtf8();
        tokens.expect(";");
        if (isOption) {
            // Such a file only defines custom options, which are dropped.
            return;
        }
        if (isPublic) {
            file.addPublicDependency(file.getDependencyCount());
        }
        if (isWeak) {
            file.addWeakDependency(file.getDependencyCount());
        }
        file.addDependency(name);
    }

    EnumDescriptorProto.Builder enumType() {
        EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder().setName(tokens.word(NAME));
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (tokens.accept(";")) {
                continue;
            }
            if (tokens.at("option") && !tokens.followedBy("=")) {
                tokens.advance();
                options.statement(type.getOptionsBuilder());
            } else if (tokens.at("reserved") && !tokens.followedBy("=")) {
                skipStatement();
            } else {
                type.addValue(enumValue());
            }
        }
        return type;
    }

    private EnumValueDescriptorProto enumValue() {
        EnumValueDescriptorProto.Builder value =
                EnumValueDescriptorProto.newBuilder().setName(tokens.word(NAME));
        tokens.expect("=");
        value.setNumber(tokens.integer("a number"));
        if (tokens.at("[")) {
            options.list(value.getOptionsBuilder(), (name, content) -> false);
        }
        tokens.expect(";");
        return value.build();
    }

    /** Skips reserved names and numbers, which don't change the descriptor that calls need. */
    void skipStatement() {
        while (!tokens.accept(";")) {
            if (tokens.kind() == ProtoTokens.Kind.END) {
                throw tokens.error(";");
            }
            tokens.advance();
        }
    }

    private ServiceDescriptorProto service() {
        ServiceDescriptorProto.Builder service =
                ServiceDescriptorProto.newBuilder().setName(tokens.word(NAME));
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (tokens.accept(";")) {
                continue;
            }
            if (tokens.accept("option")) {
                options.statement(service.getOptionsBuilder());
            } else {
                tokens.expect("rpc");
                service.addMethod(method());
            }
        }
        return service.build();
    }

    private MethodDescriptorProto method() {
        MethodDescriptorProto.Builder method =
                MethodDescriptorProto.newBuilder().setName(tokens.word(NAME));
        tokens.expect("(");
        method.setClientStreaming(tokens.accept("stream"));
        method.setInputType(tokens.dottedName("a message type"));
        tokens.expect(")");
        tokens.expect("returns");
        tokens.expect("(");
        method.setServerStreaming(tokens.accept("stream"));
        method.setOutputType(tokens.dottedName("a message type"));
        tokens.expect(")");
        if (tokens.accept(";")) {
            return method.build();
        }
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (!tokens.accept(";")) {
                tokens.expect("option");
                options.statement(method.getOptionsBuilder());
            }
        }
        return method.build();
    }
}
