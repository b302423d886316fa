package dev.yodel.gatling.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.schema.legacy.LegacyProto;
import dev.yodel.gatling.grpc.schema.shop.MoneyProto;
import dev.yodel.gatling.grpc.schema.shop.ShopProto;
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
    void findsAMethodBySlashByDotAndAsOnTheWire() {
        assertThat(schema.method("shop.v1.Shop/Buy").fullName()).isEqualTo("shop.v1.Shop/Buy");
        assertThat(schema.method("shop.v1.Shop.Buy").fullName()).isEqualTo("shop.v1.Shop/Buy");
        assertThat(schema.method("/shop.v1.Shop/Buy").fullName()).isEqualTo("shop.v1.Shop/Buy");
    }

    @Test
    void findsAMethodOfAServiceWithoutAPackage() {
        assertThat(schema.method("Plain/Say").fullName()).isEqualTo("Plain/Say");
        assertThat(schema.method("Plain.Say").fullName()).isEqualTo("Plain/Say");
    }

    @Test
    void listsServicesAndMethods() {
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
    void tellsWhichServiceWasMeant() {
        assertThatThrownBy(() -> schema.method("shop.v1.Stok/Count"))
                .isInstanceOf(SchemaException.class)
                .hasMessage("service: shop.v1.Stok (expected: shop.v1.Stock, shop.v1.Shop, modern.Lab, Plain,"
                        + " legacy.Archive; did you mean shop.v1.Stock?)");
    }

    @Test
    void tellsThatOnlyThePackageIsMissing() {
        assertThatThrownBy(() -> schema.method("Shop/Buy")).hasMessageEndingWith("did you mean shop.v1.Shop?)");
    }

    @Test
    void tellsWhichMethodWasMeant() {
        assertThatThrownBy(() -> schema.method("shop.v1.Shop/buy"))
                .hasMessage("method: buy of shop.v1.Shop (expected: Buy, Fill, Trade, Watch; did you mean Buy?)");
    }

    @Test
    void refusesWhatIsNoNameOfAMethod() {
        for (String name : List.of("", "/", "Shop", "shop.v1.Shop/", "/Buy", "a/b/c", ".Buy")) {
            assertThatThrownBy(() -> schema.method(name))
                    .as(name)
                    .hasMessage("method: " + name + " (expected: package.Service/Method)");
        }
    }

    @Test
    void tellsWhichMessageTypeWasMeant() {
        assertThat(schema.message("shop.v1.Order").getName()).isEqualTo("Order");
        assertThatThrownBy(() -> schema.message("shop.v1.Oder")).hasMessageContaining("did you mean shop.v1.Order?");
    }

    @Test
    void describesAMethodToGrpcAsGeneratedStubsDo() {
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
    void readsADescriptorSetFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(
                folder.resolve("shop.binpb"),
                TestSchemas.setOf(TestSchemas.FILES).toByteArray());
        assertThat(Schema.ofDescriptorSet(file).services()).contains("shop.v1.Shop");
    }

    @Test
    void namesAFileThatCannotBeReadOrIsNoDescriptorSet(@TempDir Path folder) throws IOException {
        Path absent = folder.resolve("absent.binpb");
        assertThatThrownBy(() -> Schema.ofDescriptorSet(absent))
                .hasMessage("descriptor set: " + absent + " (expected: a readable file)");
        Path text = Files.writeString(folder.resolve("text"), "syntax = \"proto3\";", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Schema.ofDescriptorSet(text))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith(text + ": 18 bytes that are no FileDescriptorSet");
        assertThatThrownBy(() -> Schema.ofDescriptorSet(new byte[0])).hasMessageContaining("no files in it");
    }

    @Test
    void readsASetWhateverTheOrderOfItsFiles() {
        List<FileDescriptorProto> files =
                new ArrayList<>(TestSchemas.setOf(TestSchemas.FILES).getFileList());
        Collections.reverse(files);
        files.add(files.get(0));
        Schema reversed = Schema.ofDescriptorSet(
                FileDescriptorSet.newBuilder().addAllFile(files).build());
        assertThat(reversed.services()).isEqualTo(schema.services());
    }

    @Test
    void doesWithoutImportsThatAreWellKnownOrOnlyForOptions() {
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
    void namesTheMissingImportThatIsNeeded() {
        FileDescriptorSet set = FileDescriptorSet.newBuilder()
                .addFile(ShopProto.getDescriptor().toProto())
                .build();
        assertThatThrownBy(() -> Schema.ofDescriptorSet(set.toByteArray()))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("Money")
                .hasMessageEndingWith("(missing import: schema/money.proto)");
    }

    @Test
    void refusesFilesThatImportEachOther() {
        FileDescriptorSet set = FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder().setName("a.proto").addDependency("b.proto"))
                .addFile(FileDescriptorProto.newBuilder().setName("b.proto").addDependency("a.proto"))
                .build();
        assertThatThrownBy(() -> Schema.ofDescriptorSet(set))
                .hasMessage("descriptor set: a.proto imports itself by way of [a.proto, b.proto]");
    }

    @Test
    void refusesAnEditionThatNobodyKnowsYet() {
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
    void joinsTwoSchemas() {
        Schema shop = Schema.ofFiles(List.of(ShopProto.getDescriptor()));
        Schema legacy = Schema.ofFiles(List.of(LegacyProto.getDescriptor()));
        Schema both = shop.and(legacy);
        assertThat(both.services()).containsExactly("legacy.Archive", "shop.v1.Shop", "shop.v1.Stock");
        assertThat(both.message("legacy.Filing")).isNotNull();
    }

    @Test
    void knowsTheTypesOfErrorDetailsWithoutBeingToldOfThem() {
        FileDescriptor shop = ShopProto.getDescriptor();
        assertThat(Schema.ofFiles(List.of(shop)).message("google.rpc.ErrorInfo"))
                .isNotNull();
    }

    @Test
    void marshalsExtensionsThatTheSchemaKnows() throws IOException {
        DynamicMethod store = schema.method("legacy.Archive/Store");
        DynamicMessage request =
                store.template("{\"id\": 1, \"[legacy.more.priority]\": 7}").evaluate(new Object[0]);
        try (var stream = store.descriptor().streamRequest(request)) {
            assertThat(store.descriptor().parseRequest(stream)).isEqualTo(request);
        }
        assertThat(request.getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void sendsAConstantMessageAsTheSameBytesAsAnyOther() throws IOException {
        DynamicMethod buy = schema.method("shop.v1.Shop/Buy");
        DynamicMessage constant =
                buy.template("{\"stringValue\": \"x\", \"numbers\": [1, 2]}").evaluate(new Object[0]);
        try (var kept = buy.descriptor().streamRequest(constant);
                var again = buy.descriptor().streamRequest(constant)) {
            assertThat(kept).isInstanceOf(KeptStream.class);
            assertThat(kept.readAllBytes()).isEqualTo(constant.toByteArray());
            assertThat(again.readAllBytes()).isEqualTo(constant.toByteArray());
        }
        DynamicMessage copy = constant.toBuilder().build();
        try (var stream = buy.descriptor().streamRequest(copy)) {
            assertThat(stream).isInstanceOf(MessageStream.class);
            assertThat(stream.available()).isEqualTo(constant.getSerializedSize());
            assertThat(stream.readAllBytes()).isEqualTo(constant.toByteArray());
        }
    }
}
