package dev.yodel.grpc.dynamic.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.yodel.grpc.dynamic.bare.PlainGrpc;
import dev.yodel.grpc.dynamic.json.JsonPrinter;
import dev.yodel.grpc.dynamic.json.RequestTemplates;
import dev.yodel.grpc.dynamic.legacy.ArchiveGrpc;
import dev.yodel.grpc.dynamic.legacy.LegacyExtensionsProto;
import dev.yodel.grpc.dynamic.legacy.LegacyProto;
import dev.yodel.grpc.dynamic.modern.LabGrpc;
import dev.yodel.grpc.dynamic.schema.DynamicMethod;
import dev.yodel.grpc.dynamic.schema.Schema;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.shop.MoneyProto;
import dev.yodel.grpc.dynamic.shop.Order;
import dev.yodel.grpc.dynamic.shop.ShopGrpc;
import dev.yodel.grpc.dynamic.shop.ShopProto;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.reflection.v1.ExtensionNumberResponse;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReflectionClientTest {
    private static final Metadata.Key<String> TOKEN =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final List<Server> servers = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();

    @AfterEach
    void closeAll() {
        channels.forEach(ManagedChannel::shutdownNow);
        servers.forEach(Server::shutdownNow);
    }

    @Test
    void finds_a_method_by_v1_and_calls_it() {
        ManagedChannel channel = serve(new Shop(), ProtoReflectionServiceV1.newInstance());
        DynamicMethod buy = get(ReflectionClient.of(channel).schema(List.of("shop.v1.Shop/Buy")))
                .method("shop.v1.Shop/Buy");
        DynamicMessage answer = ClientCalls.blockingUnaryCall(
                channel,
                buy.descriptor(),
                io.grpc.CallOptions.DEFAULT,
                RequestTemplates.of(buy, "{\"stringValue\": \"tea\", \"cash\": {\"units\": 3}}")
                        .evaluate(new Object[0]));
        assertThat(JsonPrinter.of(buy.schema()).print(answer))
                .isEqualTo("{\"stringValue\":\"tea\",\"cash\":{\"units\":\"3\"}}");
    }

    @Test
    void falls_back_to_v1_alpha() {
        ReflectionClient client = client(new Shop(), ProtoReflectionService.newInstance());
        assertThat(get(client.schema(List.of("shop.v1.Shop"))).services()).contains("shop.v1.Shop");
        assertThat(get(client.services())).contains("shop.v1.Shop");
    }

    @Test
    void falls_back_to_v1_alpha_after_any_failure_but_a_refusal() {
        for (Status failure : List.of(Status.UNAVAILABLE, Status.INTERNAL, Status.UNKNOWN, Status.NOT_FOUND)) {
            ReflectionClient client = client(new Shop(), failing(failure), ProtoReflectionService.newInstance());
            assertThat(get(client.services())).as(failure.toString()).contains("shop.v1.Shop");
        }
        for (Status refusal : List.of(Status.UNAUTHENTICATED, Status.PERMISSION_DENIED)) {
            ReflectionClient client = client(new Shop(), failing(refusal), ProtoReflectionService.newInstance());
            assertThatThrownBy(() -> get(client.services()))
                    .hasMessage("reflection of localhost: " + refusal.getCode());
        }
    }

    @Test
    void reports_the_failure_of_v1_if_v1_alpha_is_not_served() {
        ReflectionClient client = client(new Shop(), failing(Status.UNAVAILABLE.withDescription("proxy")));
        assertThatThrownBy(() -> get(client.services())).hasMessage("reflection of localhost: UNAVAILABLE: proxy");
    }

    private static ScriptedReflection failing(Status status) {
        return new ScriptedReflection((request, responses) -> responses.onError(status.asRuntimeException()));
    }

    @Test
    void lists_services() {
        ReflectionClient client = client(new Shop(), ProtoReflectionServiceV1.newInstance());
        assertThat(get(client.services())).containsExactly("grpc.reflection.v1.ServerReflection", "shop.v1.Shop");
    }

    @Test
    void describes_everything_that_is_served() {
        ReflectionClient client = client(
                new Shop(),
                new ArchiveGrpc.ArchiveImplBase() {},
                new LabGrpc.LabImplBase() {},
                new PlainGrpc.PlainImplBase() {},
                ProtoReflectionServiceV1.newInstance());
        assertThat(get(client.schema()).services()).contains("Plain", "legacy.Archive", "modern.Lab", "shop.v1.Shop");
    }

    @Test
    void finds_services_methods_and_messages_by_any_of_their_names() {
        ReflectionClient client =
                client(new Shop(), new PlainGrpc.PlainImplBase() {}, ProtoReflectionServiceV1.newInstance());
        for (String symbol : List.of("shop.v1.Shop", "shop.v1.Shop/Buy", "/shop.v1.Shop/Buy", "shop.v1.Shop.Buy")) {
            assertThat(get(client.schema(List.of(symbol))).services())
                    .as(symbol)
                    .contains("shop.v1.Shop");
        }
        assertThat(get(client.schema(List.of("Plain/Say"))).method("Plain/Say").fullName())
                .isEqualTo("Plain/Say");
        assertThat(get(client.schema(List.of("shop.v1.Money"))).message("shop.v1.Money"))
                .isNotNull();
    }

    @Test
    void loads_only_what_is_requested() {
        ReflectionClient client =
                client(new Shop(), new PlainGrpc.PlainImplBase() {}, ProtoReflectionServiceV1.newInstance());
        assertThat(get(client.schema(List.of("Plain"))).services()).containsExactly("Plain");
    }

    @Test
    void suggests_the_nearest_service() {
        ReflectionClient client = client(new Shop(), ProtoReflectionServiceV1.newInstance());
        assertThatThrownBy(() -> get(client.schema(List.of("shop.v1.Shp/Buy"))))
                .isInstanceOf(SchemaException.class)
                .hasMessage("symbol: shop.v1.Shp (expected: shop.v1.Shop, grpc.reflection.v1.ServerReflection;"
                        + " did you mean shop.v1.Shop?)");
    }

    @Test
    void reports_a_server_without_reflection() {
        ReflectionClient client = client(new Shop());
        assertThatThrownBy(() -> get(client.services()))
                .isInstanceOf(SchemaException.class)
                .hasMessage("reflection of localhost: not served (expected: grpc.reflection.v1 or v1alpha;"
                        + " use a descriptor set or .proto files instead)");
    }

    @Test
    void reports_a_server_that_does_not_answer_in_time() {
        ReflectionClient client =
                client(new ScriptedReflection((request, responses) -> {})).withDeadline(Duration.ofMillis(100));
        assertThatThrownBy(() -> get(client.schema(List.of("shop.v1.Shop"))))
                .isInstanceOf(SchemaException.class)
                .hasMessage("reflection of localhost: no answer within 100 ms");
    }

    @Test
    void reports_why_a_server_refuses() {
        ReflectionClient client = client(new ScriptedReflection((request, responses) -> responses.onError(
                Status.PERMISSION_DENIED.withDescription("no token").asRuntimeException())));
        assertThatThrownBy(() -> get(client.services()))
                .hasMessage("reflection of localhost: PERMISSION_DENIED: no token");
    }

    @Test
    void reports_a_server_that_ends_the_stream() {
        ReflectionClient client = client(new ScriptedReflection((request, responses) -> responses.onCompleted()));
        assertThatThrownBy(() -> get(client.services()))
                .hasMessage("reflection of localhost: UNKNOWN: the server ended the stream before it answered");
    }

    @Test
    void requests_each_import_that_a_server_does_not_include() {
        ScriptedReflection server = answering(request -> switch (request.getMessageRequestCase()) {
            case FILE_CONTAINING_SYMBOL -> file(ShopProto.getDescriptor());
            case FILE_BY_FILENAME -> file(MoneyProto.getDescriptor());
            default -> ScriptedReflection.notFound();
        });
        assertThat(get(client(server).schema(List.of("shop.v1.Shop"))).services())
                .containsExactly("shop.v1.Shop", "shop.v1.Stock");
        assertThat(server.asked)
                .extracting(ServerReflectionRequest::getFileByFilename)
                .containsExactly("", "schema/money.proto");
    }

    @Test
    void accepts_files_in_any_order_and_repeated() {
        FileDescriptorProto shop = ShopProto.getDescriptor().toProto();
        FileDescriptorProto money = MoneyProto.getDescriptor().toProto();
        ScriptedReflection server = answering(request -> ScriptedReflection.files(shop, money, shop, money));
        assertThat(get(client(server).schema(List.of("shop.v1.Shop", "shop.v1.Stock")))
                        .services())
                .contains("shop.v1.Shop");
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void requests_the_service_if_a_server_does_not_find_its_method() {
        ScriptedReflection server =
                answering(request -> request.getFileContainingSymbol().equals("shop.v1.Shop")
                        ? ScriptedReflection.files(
                                ShopProto.getDescriptor().toProto(),
                                MoneyProto.getDescriptor().toProto())
                        : ScriptedReflection.notFound());
        assertThat(get(client(server).schema(List.of("shop.v1.Shop.Buy"))).services())
                .contains("shop.v1.Shop");
    }

    @Test
    void requests_extensions() {
        ScriptedReflection server = answering(request -> switch (request.getMessageRequestCase()) {
            case FILE_CONTAINING_SYMBOL -> file(LegacyProto.getDescriptor());
            case ALL_EXTENSION_NUMBERS_OF_TYPE ->
                ServerReflectionResponse.newBuilder()
                        .setAllExtensionNumbersResponse(
                                ExtensionNumberResponse.newBuilder().addExtensionNumber(100))
                        .build();
            case FILE_CONTAINING_EXTENSION -> file(LegacyExtensionsProto.getDescriptor());
            default -> ScriptedReflection.notFound();
        });
        Schema schema = get(client(server).schema(List.of("legacy.Archive")));
        assertThat(schema.extensionsOf(schema.message("legacy.Filing"))).contains("legacy.more.priority");
    }

    @Test
    void finds_extensions_on_a_real_server() {
        ReflectionClient client = client(new ArchiveWithExtensions(), ProtoReflectionServiceV1.newInstance());
        Schema schema = get(client.schema(List.of("legacy.Archive")));
        assertThat(schema.extensionsOf(schema.message("legacy.Filing")))
                .contains("legacy.more.priority", "legacy.more.Stamp.stamp");
    }

    @Test
    void ignores_an_import_that_the_server_lacks_and_no_type_needs() {
        FileDescriptorProto shop = ShopProto.getDescriptor().toProto().toBuilder()
                .addDependency("gogoproto/gogo.proto")
                .build();
        ScriptedReflection server = answering(request -> request.hasFileByFilename()
                ? ScriptedReflection.notFound()
                : ScriptedReflection.files(shop, MoneyProto.getDescriptor().toProto()));
        assertThat(get(client(server).schema(List.of("shop.v1.Shop"))).services())
                .contains("shop.v1.Shop");
    }

    /** As the reflection service for Node does. */
    @Test
    void finds_types_of_files_that_declare_no_imports() {
        FileDescriptorProto shop = ShopProto.getDescriptor().toProto().toBuilder()
                .clearDependency()
                .build();
        FileDescriptorProto money = MoneyProto.getDescriptor().toProto();
        ScriptedReflection server = answering(request -> ScriptedReflection.files(shop, money));

        Schema schema = get(client(server).schema(List.of("shop.v1.Shop")));

        assertThat(schema.message("shop.v1.Order").findFieldByName("cash").getMessageType())
                .isEqualTo(schema.message("shop.v1.Money"));
        assertThat(schema.message("google.protobuf.Timestamp")).isNotNull();
    }

    @Test
    void finds_types_of_undeclared_imports_by_relative_names() {
        ScriptedReflection server = answering(request -> ScriptedReflection.files(
                file("mountain_v1.proto", "mountain.v1")
                        .addMessageType(message("Tour")
                                .addField(field(1, "peak", "Peak"))
                                .addField(field(2, "place", "map.Place"))
                                .addField(field(3, "rest", "google.protobuf.Duration"))
                                .addNestedType(message("Peak")))
                        .build(),
                file("mountain_map.proto", "mountain.map")
                        .addMessageType(message("Place"))
                        .build(),
                file("map.proto", "map").addMessageType(message("Place")).build()));

        Schema schema = get(client(server).schema(List.of("mountain.v1.Tour")));

        assertThat(schema.message("mountain.v1.Tour").getFields())
                .extracting(field -> field.getMessageType().getFullName())
                .containsExactly("mountain.v1.Tour.Peak", "mountain.map.Place", "google.protobuf.Duration");
    }

    @Test
    void finds_extensions_of_undeclared_imports() {
        FileDescriptorProto extensions = LegacyExtensionsProto.getDescriptor().toProto().toBuilder()
                .clearDependency()
                .build();
        ScriptedReflection server = answering(request -> request.hasFileContainingSymbol()
                ? ScriptedReflection.files(
                        extensions, LegacyProto.getDescriptor().toProto())
                : ScriptedReflection.notFound());

        Schema schema = get(client(server).schema(List.of("legacy.Archive")));

        assertThat(schema.extensionsOf(schema.message("legacy.Filing")))
                .contains("legacy.more.priority", "legacy.more.Stamp.stamp");
    }

    @Test
    void names_a_type_that_no_file_defines() {
        ScriptedReflection server = answering(request -> ScriptedReflection.files(file("tour.proto", "tour")
                .addMessageType(message("Tour").addField(field(1, "peak", "Peak")))
                .build()));
        assertThatThrownBy(() -> get(client(server).schema(List.of("tour.Tour"))))
                .isInstanceOf(SchemaException.class)
                .hasMessage("reflection: tour.Tour.peak: \"Peak\" is not defined.");
    }

    @Test
    void names_an_import_that_the_server_lacks_and_is_needed() {
        ScriptedReflection server = answering(request ->
                request.hasFileByFilename() ? ScriptedReflection.notFound() : file(ShopProto.getDescriptor()));
        assertThatThrownBy(() -> get(client(server).schema(List.of("shop.v1.Shop"))))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("reflection: ")
                .hasMessageEndingWith("(missing import: schema/money.proto)");
    }

    @Test
    void refuses_bytes_that_are_not_a_descriptor() {
        ScriptedReflection server =
                answering(request -> ScriptedReflection.bytes(ByteString.copyFromUtf8("\u0007rubbish")));
        assertThatThrownBy(() -> get(client(server).schema(List.of("shop.v1.Shop"))))
                .isInstanceOf(SchemaException.class)
                .hasMessage(
                        "reflection: symbol shop.v1.Shop: the server sent 8 bytes that are not a FileDescriptorProto");
    }

    @Test
    void refuses_contradictory_descriptors() {
        FileDescriptorProto twice = MoneyProto.getDescriptor().toProto().toBuilder()
                .addMessageType(
                        MoneyProto.getDescriptor().getMessageTypes().get(0).toProto())
                .build();
        ScriptedReflection server = answering(request -> ScriptedReflection.files(twice));
        assertThatThrownBy(() -> get(client(server).schema(List.of("shop.v1.Money"))))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("reflection: ")
                .hasMessageContaining("shop.v1.Money");
    }

    @Test
    void stops_at_its_file_limit() {
        ScriptedReflection server = answering(request -> ScriptedReflection.files(FileDescriptorProto.newBuilder()
                .setName("file" + request.hashCode() + ".proto")
                .addDependency("next" + request.hashCode() + ".proto")
                .build()));
        ReflectionClient client = client(server).withLimits(new ReflectionLimits(20, 1 << 20));
        assertThatThrownBy(() -> get(client.schema(List.of("shop.v1.Shop"))))
                .isInstanceOf(SchemaException.class)
                .hasMessage("reflection: more than 20 files");
    }

    @Test
    void stops_at_its_byte_limit() {
        ScriptedReflection server = answering(request -> file(ShopProto.getDescriptor()));
        ReflectionClient client = client(server).withLimits(new ReflectionLimits(20, 100));
        assertThatThrownBy(() -> get(client.schema(List.of("shop.v1.Shop"))))
                .hasMessage("reflection: more than 100 bytes of descriptors");
    }

    @Test
    void sends_the_metadata_of_its_caller() {
        AtomicReference<Metadata> seen = new AtomicReference<>();
        ServerInterceptor spy = new ServerInterceptor() {
            @Override
            public <A, B> ServerCall.Listener<A> interceptCall(
                    ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
                seen.set(headers);
                return next.startCall(call, headers);
            }
        };
        ScriptedReflection lister = answering(request -> ServerReflectionResponse.newBuilder()
                .setListServicesResponse(ListServiceResponse.newBuilder()
                        .addService(ServiceResponse.newBuilder().setName("a.B")))
                .build());
        Metadata metadata = new Metadata();
        metadata.put(TOKEN, "Bearer x");
        ManagedChannel channel = open(ServerInterceptors.intercept(lister, spy));
        assertThat(get(ReflectionClient.of(channel).withMetadata(metadata).services()))
                .containsExactly("a.B");
        assertThat(seen.get().get(TOKEN)).isEqualTo("Bearer x");
    }

    @Test
    void refuses_an_invalid_deadline_and_invalid_limits() {
        ReflectionClient client = client(new Shop());
        assertThatThrownBy(() -> client.withDeadline(Duration.ZERO)).hasMessageContaining("(expected: more than 0)");
        assertThatThrownBy(() -> new ReflectionLimits(0, 1)).hasMessage("reflection files: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new ReflectionLimits(1, 0)).hasMessage("reflection bytes: 0 (expected: >= 1)");
        assertThatThrownBy(() -> get(client.schema(List.of()))).hasMessage("symbols: none (expected: at least one)");
    }

    private static ScriptedReflection answering(Function<ServerReflectionRequest, ServerReflectionResponse> script) {
        return new ScriptedReflection((request, responses) -> responses.onNext(script.apply(request)));
    }

    private static FileDescriptorProto.Builder file(String name, String scope) {
        return FileDescriptorProto.newBuilder().setName(name).setPackage(scope).setSyntax("proto3");
    }

    private static DescriptorProto.Builder message(String name) {
        return DescriptorProto.newBuilder().setName(name);
    }

    private static FieldDescriptorProto.Builder field(int number, String name, String type) {
        return FieldDescriptorProto.newBuilder()
                .setNumber(number)
                .setName(name)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName(type);
    }

    private static ServerReflectionResponse file(FileDescriptor file) {
        return ScriptedReflection.files(file.toProto());
    }

    private ReflectionClient client(BindableService... services) {
        return ReflectionClient.of(serve(services));
    }

    private ManagedChannel serve(BindableService... services) {
        return open(List.of(services).stream()
                .map(BindableService::bindService)
                .toArray(io.grpc.ServerServiceDefinition[]::new));
    }

    private ManagedChannel open(io.grpc.ServerServiceDefinition... services) {
        String name = InProcessServerBuilder.generateName();
        try {
            servers.add(InProcessServerBuilder.forName(name)
                    .addServices(List.of(services))
                    .build()
                    .start());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        channels.add(channel);
        return channel;
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SchemaException expected ? expected : e;
        }
    }

    private static final class Shop extends ShopGrpc.ShopImplBase {
        @Override
        public void buy(Order request, StreamObserver<Order> responses) {
            responses.onNext(request);
            responses.onCompleted();
        }
    }

    /** A server whose registry includes the file of extensions, as it defines one of its services. */
    private static final class ArchiveWithExtensions implements BindableService {
        @Override
        public io.grpc.ServerServiceDefinition bindService() {
            io.grpc.protobuf.ProtoFileDescriptorSupplier file = LegacyExtensionsProto::getDescriptor;
            return io.grpc.ServerServiceDefinition.builder(io.grpc.ServiceDescriptor.newBuilder("legacy.Archive")
                            .setSchemaDescriptor(file)
                            .build())
                    .build();
        }
    }
}
