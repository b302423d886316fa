package dev.yodel.grpc.dynamic.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.yodel.grpc.dynamic.json.RequestTemplates;
import dev.yodel.grpc.dynamic.legacy.LegacyProto;
import dev.yodel.grpc.dynamic.shop.MoneyProto;
import dev.yodel.grpc.dynamic.shop.ShopProto;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
    private final Schema schema = TestSchemas.DYNAMIC;

    @Test
    void finds_a_method_by_slash_by_dot_and_by_http_path() {
        assertThat(schema.method("shop.v1.Shop/Buy").fullName()).isEqualTo("shop.v1.Shop/Buy");
        assertThat(schema.method("shop.v1.Shop.Buy").fullName()).isEqualTo("shop.v1.Shop/Buy");
        assertThat(schema.method("/shop.v1.Shop/Buy").fullName()).isEqualTo("shop.v1.Shop/Buy");
    }

    @Test
    void finds_a_method_of_a_service_without_a_package() {
        assertThat(schema.method("Plain/Say").fullName()).isEqualTo("Plain/Say");
        assertThat(schema.method("Plain.Say").fullName()).isEqualTo("Plain/Say");
    }

    @Test
    void lists_services_and_methods() {
        assertThat(schema.services())
                .containsExactly("Plain", "legacy.Archive", "modern.Lab", "shop.v1.Shop", "shop.v1.Stock");
        assertThat(schema.methods())
                .containsOnlyKeys(
                        "Plain/Say",
                        "legacy.Archive/Store",
                        "modern.Lab/Run",
                        "shop.v1.Shop/Buy",
                        "shop.v1.Shop/Fill",
                        "shop.v1.Shop/Trade",
                        "shop.v1.Shop/Watch",
                        "shop.v1.Stock/Count");
    }

    @Test
    void suggests_the_nearest_service() {
        assertThatThrownBy(() -> schema.method("shop.v1.Stok/Count"))
                .isInstanceOf(SchemaException.class)
                .hasMessage("service: shop.v1.Stok (expected: shop.v1.Stock, shop.v1.Shop, modern.Lab, Plain,"
                        + " legacy.Archive; did you mean shop.v1.Stock?)");
    }

    @Test
    void suggests_a_name_that_only_lacks_its_package() {
        assertThatThrownBy(() -> schema.method("Shop/Buy")).hasMessageEndingWith("did you mean shop.v1.Shop?)");
    }

    @Test
    void suggests_the_nearest_method() {
        assertThatThrownBy(() -> schema.method("shop.v1.Shop/buy"))
                .hasMessage("method: buy of shop.v1.Shop (expected: Buy, Fill, Trade, Watch; did you mean Buy?)");
    }

    @Test
    void refuses_malformed_method_names() {
        for (String name : List.of("", "/", "Shop", "shop.v1.Shop/", "/Buy", "a/b/c", ".Buy")) {
            assertThatThrownBy(() -> schema.method(name))
                    .as(name)
                    .hasMessage("method: " + name + " (expected: package.Service/Method)");
        }
    }

    @Test
    void suggests_the_nearest_message_type() {
        assertThat(schema.message("shop.v1.Order").getName()).isEqualTo("Order");
        assertThatThrownBy(() -> schema.message("shop.v1.Oder")).hasMessageContaining("did you mean shop.v1.Order?");
    }

    @Test
    void describes_a_method_to_grpc_as_generated_stubs_do() {
        var buy = schema.method("shop.v1.Shop/Buy").descriptor();
        assertThat(buy.getType()).isEqualTo(MethodType.UNARY);
        assertThat(buy.getServiceName()).isEqualTo("shop.v1.Shop");
        assertThat(buy.isSampledToLocalTracing()).isFalse();
        assertThat(buy.isSafe()).isFalse();
        assertThat(((ProtoMethodDescriptorSupplier) buy.getSchemaDescriptor())
                        .getMethodDescriptor()
                        .getName())
                .isEqualTo("Buy");
        assertThat(schema.method("shop.v1.Shop/Watch").descriptor().isSafe()).isTrue();
        assertThat(schema.method("shop.v1.Shop/Watch").descriptor().getType()).isEqualTo(MethodType.SERVER_STREAMING);
        assertThat(schema.method("shop.v1.Shop/Fill").descriptor().getType()).isEqualTo(MethodType.CLIENT_STREAMING);
        assertThat(schema.method("shop.v1.Shop/Trade").descriptor().getType()).isEqualTo(MethodType.BIDI_STREAMING);
    }

    @Test
    void reads_a_descriptor_set_from_a_file(@TempDir Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve("shop.binpb"),
                TestSchemas.setOf(TestSchemas.FILES).toByteArray());
        assertThat(Schema.ofDescriptorSet(file).services()).contains("shop.v1.Shop");
    }

    @Test
    void names_a_file_that_cannot_be_read_or_is_not_a_descriptor_set(@TempDir Path folder) throws IOException {
        Path absent = folder.resolve("absent.binpb");
        assertThatThrownBy(() -> Schema.ofDescriptorSet(absent))
                .hasMessage("descriptor set: " + absent + " (expected: a readable file)");
        Path text = Files.writeString(folder.resolve("text"), "syntax = \"proto3\";", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Schema.ofDescriptorSet(text))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith(text + ": 18 bytes that are not a FileDescriptorSet");
        assertThatThrownBy(() -> Schema.ofDescriptorSet(new byte[0]))
                .hasMessageContaining(": no files (expected: a FileDescriptorSet)");
    }

    @Test
    void reads_a_set_whatever_the_order_of_its_files() {
        List<FileDescriptorProto> files =
                new ArrayList<>(TestSchemas.setOf(TestSchemas.FILES).getFileList());
        Collections.reverse(files);
        files.add(files.get(0));
        Schema reversed = Schema.ofDescriptorSet(
                FileDescriptorSet.newBuilder().addAllFile(files).build());
        assertThat(reversed.services()).isEqualTo(schema.services());
    }

    @Test
    void ignores_missing_imports_that_are_well_known_or_only_define_options() {
        FileDescriptorProto shop = ShopProto.getDescriptor().toProto().toBuilder()
                .addDependency("custom/options.proto")
                .build();
        Schema alone = Schema.ofDescriptorSet(FileDescriptorSet.newBuilder()
                .addFile(shop)
                .addFile(MoneyProto.getDescriptor().toProto())
                .build());
        assertThat(alone.method("shop.v1.Shop/Buy")
                        .requestType()
                        .findFieldByName("at")
                        .getMessageType()
                        .getFullName())
                .isEqualTo("google.protobuf.Timestamp");
    }

    @Test
    void names_the_missing_import_that_is_needed() {
        FileDescriptorSet set = FileDescriptorSet.newBuilder()
                .addFile(ShopProto.getDescriptor().toProto())
                .build();
        assertThatThrownBy(() -> Schema.ofDescriptorSet(set.toByteArray()))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("Money")
                .hasMessageEndingWith("(missing import: schema/money.proto)");
    }

    @Test
    void refuses_files_that_import_each_other() {
        FileDescriptorSet set = FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder().setName("a.proto").addDependency("b.proto"))
                .addFile(FileDescriptorProto.newBuilder().setName("b.proto").addDependency("a.proto"))
                .build();
        assertThatThrownBy(() -> Schema.ofDescriptorSet(set))
                .hasMessage("descriptor set: a.proto imports itself through [a.proto, b.proto]");
    }

    @Test
    void refuses_an_unknown_edition() {
        FileDescriptorSet set = FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder()
                        .setName("future.proto")
                        .setSyntax("editions")
                        .setEdition(Edition.EDITION_99999_TEST_ONLY)
                        .addMessageType(DescriptorProto.newBuilder().setName("M")))
                .build();
        assertThatThrownBy(() -> Schema.ofDescriptorSet(set))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("descriptor set: future.proto:");
    }

    @Test
    void joins_two_schemas() {
        Schema shop = Schema.ofFiles(List.of(ShopProto.getDescriptor()));
        Schema legacy = Schema.ofFiles(List.of(LegacyProto.getDescriptor()));
        Schema both = shop.and(legacy);
        assertThat(both.services()).containsExactly("legacy.Archive", "shop.v1.Shop", "shop.v1.Stock");
        assertThat(both.message("legacy.Filing")).isNotNull();
    }

    @Test
    void knows_the_types_of_error_details() {
        FileDescriptor shop = ShopProto.getDescriptor();
        assertThat(Schema.ofFiles(List.of(shop)).message("google.rpc.ErrorInfo"))
                .isNotNull();
    }

    @Test
    void marshals_extensions_that_the_schema_knows() throws IOException {
        DynamicMethod store = schema.method("legacy.Archive/Store");
        DynamicMessage request = RequestTemplates.of(store, "{\"id\": 1, \"[legacy.more.priority]\": 7}")
                .evaluate(new Object[0]);
        try (var stream = store.descriptor().streamRequest(request)) {
            assertThat(store.descriptor().parseRequest(stream)).isEqualTo(request);
        }
        assertThat(request.getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void sends_a_constant_message_as_the_same_bytes_as_any_other() throws IOException {
        DynamicMethod buy = schema.method("shop.v1.Shop/Buy");
        DynamicMessage constant = RequestTemplates.of(buy, "{\"stringValue\": \"x\", \"numbers\": [1, 2]}")
                .evaluate(new Object[0]);
        try (var kept = buy.descriptor().streamRequest(constant);
                var again = buy.descriptor().streamRequest(constant)) {
            assertThat(kept).isInstanceOf(SerializedMessageStream.class);
            assertThat(kept.readAllBytes()).isEqualTo(constant.toByteArray());
            assertThat(again.readAllBytes()).isEqualTo(constant.toByteArray());
        }
        DynamicMessage copy = constant.toBuilder().build();
        try (var stream = buy.descriptor().streamRequest(copy)) {
            assertThat(stream).isNotInstanceOf(SerializedMessageStream.class);
            assertThat(stream.available()).isEqualTo(constant.getSerializedSize());
            assertThat(stream.readAllBytes()).isEqualTo(constant.toByteArray());
        }
    }
}
