package dev.yodel.grpc.dynamic.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.yodel.grpc.dynamic.bare.BareProto;
import dev.yodel.grpc.dynamic.json.MessageTemplate;
import dev.yodel.grpc.dynamic.legacy.LegacyExtensionsProto;
import dev.yodel.grpc.dynamic.legacy.LegacyProto;
import dev.yodel.grpc.dynamic.modern.ModernProto;
import dev.yodel.grpc.dynamic.schema.FileLinker;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.schema.TestSchemas;
import dev.yodel.grpc.dynamic.shop.MoneyProto;
import dev.yodel.grpc.dynamic.shop.ShopProto;
import io.grpc.channelz.v1.ChannelzProto;
import io.grpc.health.v1.HealthProto;
import io.grpc.reflection.v1.ServerReflectionProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtoFilesTest {
    private static final Path ROOT = Path.of("src/test/protobuf");
    private static final Path CORNERS = Path.of("src/test/resources/schema");

    @TempDir
    private Path folder;

    /** Every file that is available as source and as compiled by protoc. */
    static Stream<FileDescriptor> compiledByProtoc() throws IOException {
        List<FileDescriptor> files = new ArrayList<>(List.of(
                ShopProto.getDescriptor(),
                MoneyProto.getDescriptor(),
                LegacyProto.getDescriptor(),
                LegacyExtensionsProto.getDescriptor(),
                ModernProto.getDescriptor(),
                BareProto.getDescriptor(),
                ServerReflectionProto.getDescriptor(),
                ChannelzProto.getDescriptor(),
                HealthProto.getDescriptor()));
        files.addAll(TestSchemas.bundledFiles());
        FileDescriptorSet corners = FileDescriptorSet.parseFrom(Files.readAllBytes(CORNERS.resolve("corners.binpb")));
        files.addAll(FileLinker.link("corners.binpb", withImports(corners)));
        return files.stream();
    }

    private static List<FileDescriptorProto> withImports(FileDescriptorSet corners) {
        List<FileDescriptorProto> files = new ArrayList<>(corners.getFileList());
        files.add(MoneyProto.getDescriptor().toProto());
        files.add(LegacyProto.getDescriptor().toProto());
        return files;
    }

    @ParameterizedTest
    @MethodSource("compiledByProtoc")
    void parses_a_file_as_protoc_does(FileDescriptor expected) throws IOException {
        List<FileDescriptorProto> parsed = new ArrayList<>();
        parse(expected, parsed);
        FileDescriptor actual = FileLinker.link("test", parsed).get(0);
        Iterator<String> lines = DescriptorText.of(actual).iterator();
        for (String line : DescriptorText.of(expected)) {
            assertThat(lines.hasNext() ? lines.next() : "the end").isEqualTo(line);
        }
        assertThat(lines.hasNext()).isFalse();
    }

    private static void parse(FileDescriptor file, List<FileDescriptorProto> parsed) throws IOException {
        parsed.add(ProtoParser.parse(file.getName(), source(file.getName())));
        for (FileDescriptor imported : file.getDependencies()) {
            parse(imported, parsed);
        }
    }

    private static String source(String name) throws IOException {
        for (Path root : List.of(ROOT, CORNERS)) {
            if (Files.exists(root.resolve(name))) {
                return Files.readString(root.resolve(name));
            }
        }
        try (InputStream stream = ProtoFilesTest.class.getResourceAsStream("/" + name)) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void finds_imports_in_the_import_paths() {
        Schema schema = ProtoFiles.schema(
                List.of(ROOT.resolve("schema/shop.proto"), ROOT.resolve("schema/modern.proto")), List.of(ROOT));
        assertThat(schema.services()).containsExactly("modern.Lab", "shop.v1.Shop", "shop.v1.Stock");
        assertThat(MessageTemplate.parse("{\"cash\": {\"units\": 1}}", schema.message("shop.v1.Order"), schema)
                        .evaluate(new Object[0])
                        .toByteArray())
                .containsExactly(0xCA, 0x02, 2, 0x10, 1);
    }

    @Test
    void finds_imports_beside_a_file_that_is_in_no_import_path() throws IOException {
        write("b.proto", "syntax = \"proto3\"; message B { int32 b = 1; }");
        Path a = write("a.proto", "syntax = \"proto3\"; import \"b.proto\"; service A { rpc Call(B) returns (B); }");
        assertThat(ProtoFiles.schema(List.of(a), List.of())
                        .method("A/Call")
                        .requestType()
                        .getFullName())
                .isEqualTo("B");
    }

    @Test
    void ignores_a_missing_import_that_only_defines_options() throws IOException {
        Path a = write(
                "a.proto",
                "syntax = \"proto3\"; import \"validate/validate.proto\";"
                        + " message M { int32 x = 1 [(validate.rules).int32.gt = 5]; }");
        assertThat(ProtoFiles.schema(List.of(a), List.of()).message("M").getFields())
                .hasSize(1);
    }

    @Test
    void names_an_import_that_is_missing() throws IOException {
        Path a = write("a.proto", "syntax = \"proto3\"; import \"gone/b.proto\"; message M { gone.B b = 1; }");
        assertThatThrownBy(() -> ProtoFiles.schema(List.of(a), List.of()))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith(".proto files: ")
                .hasMessageContaining("\"gone.B\" is not defined")
                .hasMessageEndingWith("(missing import: gone/b.proto)");
    }

    @Test
    void names_a_file_that_cannot_be_read() {
        Path absent = folder.resolve("absent.proto");
        assertThatThrownBy(() -> ProtoFiles.schema(List.of(absent), List.of()))
                .hasMessage(".proto file: " + absent + " (expected: a readable file)");
        assertThatThrownBy(() -> ProtoFiles.schema(List.of(folder), List.of()))
                .hasMessage(".proto file: " + folder + " (expected: a readable file)");
        assertThatThrownBy(() -> ProtoFiles.schema(List.of(), List.of()))
                .hasMessage(".proto files: none (expected: at least one)");
    }

    @Test
    void refuses_a_file_that_is_not_in_utf8() throws IOException {
        Path file = Files.write(folder.resolve("latin.proto"), new byte[] {'/', '/', (byte) 0xE9, '\n'});
        assertThatThrownBy(() -> ProtoFiles.schema(List.of(file), List.of()))
                .hasMessage(".proto file: " + file + " (expected: text in UTF-8)");
    }

    @Test
    void reads_an_empty_file() throws IOException {
        assertThat(ProtoFiles.schema(List.of(write("a.proto", "")), List.of()).services())
                .isEmpty();
        assertThat(ProtoFiles.schema(List.of(write("b.proto", "\uFEFF// only this")), List.of())
                        .services())
                .isEmpty();
    }

    @Test
    void reports_the_position_of_a_mistake() {
        assertBad("syntax = \"proto4\";", "a.proto:1:10: '\"proto4\"' (expected: \"proto2\" or \"proto3\")");
        assertBad(
                "edition = \"1999\";",
                "a.proto:1:11: '\"1999\"' (expected: an edition that this version of protobuf knows, for example \"2023\")");
        assertBad(
                "\n\n  mesage M {}",
                "a.proto:3:3: 'mesage' (expected: package, import, option, message, enum, service or extend)");
        assertBad("message M {\n  int32 x = 1\n}", "a.proto:3:1: '}' (expected: ;)");
        assertBad("message M { int32 x = one; }", "a.proto:1:23: 'one' (expected: the number of a field)");
        assertBad("message M { int32 = 1; }", "a.proto:1:19: '=' (expected: the name of a field)");
        assertBad(
                "message M { int32 x = 1;", "a.proto:1:25: the end (expected: a field, for example: string name = 1;)");
        assertBad(
                "message M { int32 x = 99999999999; }",
                "a.proto:1:23: '99999999999' (expected: the number of a field)");
        assertBad("service S { rpc A(B) return (C); }", "a.proto:1:22: 'return' (expected: returns)");
        assertBad("import \"a", "a.proto:1:8: '\"a' (expected: a string that ends with \" on its line)");
        assertBad("enum E { A = \"1\"; }", "a.proto:1:14: '\"1\"' (expected: a number)");
        assertBad(
                "edition = \"2023\"; option features.colour = RED;",
                "a.proto:1:44: 'RED' (expected: a value of option features.colour)");
        assertBad("message M {".repeat(40), "a.proto:1:363: '{' (expected: at most 32 levels of messages)");
        assertBad("message M { int32 x = 1 [packed = 7]; }", "a.proto:1:35: '7' (expected: a value of option packed)");
        assertBad("option x = {", "a.proto:1:13: the end (expected: })");
        assertBad("message M { reserved 1", "a.proto:1:23: the end (expected: ;)");
        assertBad(
                "\u0000",
                "a.proto:1:1: '\u0000' (expected: package, import, option, message, enum, service or extend)");
    }

    private static void assertBad(String source, String message) {
        assertThatThrownBy(() -> ProtoParser.parse("a.proto", source))
                .as(source)
                .isInstanceOf(SchemaException.class)
                .hasMessage(message);
    }

    private Path write(String name, String source) throws IOException {
        return Files.writeString(folder.resolve(name), source);
    }
}
