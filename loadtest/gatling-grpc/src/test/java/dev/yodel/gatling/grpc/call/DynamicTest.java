package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.yodel.gatling.grpc.GrpcJson;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.protocol.SchemaSource;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.grpc.dynamic.bare.BareProto;
import dev.yodel.grpc.dynamic.bare.PlainGrpc;
import dev.yodel.grpc.dynamic.bare.PlainWord;
import dev.yodel.grpc.dynamic.schema.SchemaException;
import dev.yodel.grpc.dynamic.shop.Order;
import dev.yodel.grpc.dynamic.shop.ShopGrpc;
import dev.yodel.grpc.dynamic.shop.ShopProto;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls without stubs: methods by reflection, messages in JSON, checks by field path. */
class DynamicTest {

    @TempDir
    private Path folder;

    private Server server;
    private GatlingBed bed;

    @BeforeEach
    void start() throws IOException {
        serve(ProtoReflectionServiceV1.newInstance());
        bed = new GatlingBed(protocol());
    }

    private void serve(BindableService... more) throws IOException {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new MirrorShop())
                .addService(new Parrot());
        List.of(more).forEach(builder::addService);
        server = builder.build().start();
    }

    /** Only a target that has to describe itself can do so. */
    private void describe(Description description) throws IOException {
        if (description != Description.REFLECTION) {
            server.shutdownNow();
            serve();
        }
        bed.close();
        bed = new GatlingBed(protocol().schema(description.source(folder)));
    }

    private GrpcProtocolBuilder protocol() {
        return grpc.target("127.0.0.1:" + server.getPort()).usePlaintext();
    }

    @AfterEach
    void close() {
        bed.close();
        server.shutdownNow();
    }

    @Test
    void a_unary_call_takes_its_message_from_JSON_with_values_of_the_session() {
        Session end = bed.run(
                exec(grpc("buy")
                        .unary("shop.v1.Shop/Buy")
                        .send(json("{\"string_value\": \"#{id}\", \"names\": [\"a\", \"#{tag}\"]}"))
                        .check(
                                field("string_value").isEL("#{id}"),
                                field("names[1]").is("blue"),
                                field("names").saveAs("tags"))),
                Map.of("id", "17", "tag", "blue"));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.isFailed()).isFalse();
        assertThat(end.<List<String>>get("tags")).containsExactly("a", "blue");
    }

    @Test
    void every_shape_of_call_goes_without_stubs() {
        var watch = grpc("watch").serverStream("shop.v1.Shop/Watch");
        var fill = grpc("fill").clientStream("shop.v1.Shop/Fill");
        var trade = grpc("trade").bidiStream("shop.v1.Shop/Trade");
        Session end = bed.run(exec(watch.open(json("{\"string_value\": \"w\"}")))
                .exec(watch.awaitMessages(3).check(field("string_value").is("w")), watch.awaitEnd())
                .exec(
                        fill.open(),
                        fill.send(json("{\"string_value\": \"f1\"}")),
                        fill.send(json("{\"string_value\": \"f2\"}")))
                .exec(
                        fill.halfClose(),
                        fill.awaitEnd().check(field("string_value").is("f2")))
                .exec(trade.open())
                .exec(trade.sendOnSchedule(
                        json("{\"string_value\": \"#{gatling.none.exists()}\"}"),
                        Schedule.constant(500).times(5)))
                .exec(trade.halfClose(), trade.awaitEnd().check(messageCount().is(5L))));

        assertThat(bed.samples.calls)
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.error()).isNull());
        assertThat(end.isFailed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void methods_are_described_by_the_target_or_by_files(Description description) throws IOException {
        describe(description);

        Session end = bed.run(
                exec(grpc("buy")
                        .unary("shop.v1.Shop/Buy")
                        .send(json("{\"color\": \"BLUE\", \"cash\": {\"currency\": \"#{currency}\"}}"))
                        .check(field("color").is("BLUE"), field("cash.currency").isEL("#{currency}"))),
                Map.of("currency", "EUR"));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.isFailed()).isFalse();
    }

    /** Neither the file of the response nor its imports have the type in the Any. */
    @ParameterizedTest
    @EnumSource
    void checks_find_what_an_Any_holds(Description description) throws IOException {
        describe(description);
        String word = "{\"@type\": \"type.googleapis.com/PlainWord\", \"word\": \"hi\"}";
        var watch = grpc("watch").serverStream("shop.v1.Shop/Watch");

        Session end = bed.run(exec(grpc("buy")
                        .unary("shop.v1.Shop/Buy")
                        .send(json("{\"anys\": [%s]}".formatted(word)))
                        .check(field("anys[0].word").is("hi"), messageJson().saveAs("order")))
                .exec(watch.open(json("{\"any\": %s}".formatted(word))))
                .exec(watch.awaitMessage().check(field("any.word").is("hi")), watch.cancel(), watch.awaitEnd()));

        assertThat(bed.samples.calls).extracting(CallSample::error).containsOnlyNulls();
        assertThat(end.getString("order")).contains("\"word\":\"hi\"");
    }

    @ParameterizedTest
    @EnumSource
    void so_are_methods_of_services_without_a_package(Description description) throws IOException {
        describe(description);

        Session end = bed.run(
                exec(grpc("say")
                        .unary("Plain/Say")
                        .send(json("{\"word\": \"#{word}\"}"))
                        .check(field("word").is("hi, hi"))),
                Map.of("word", "hi"));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.isFailed()).isFalse();
    }

    @Test
    void JSON_also_makes_messages_of_generated_stubs() {
        Session end = bed.run(
                exec(grpc("buy")
                        .unary(ShopGrpc.getBuyMethod())
                        .send(json("{\"string_value\": \"#{id}\"}"))
                        .check(message(Order::getStringValue).is("stub"))),
                Map.of("id", "stub"));

        assertThat(end.isFailed()).isFalse();
    }

    @Test
    void JSON_is_read_once_and_what_is_constant_in_it_is_made_once() {
        Seen seen = new Seen();
        var buy = ShopGrpc.getBuyMethod().toBuilder().setRequestMarshaller(seen).build();
        var trade = grpc("trade")
                .bidiStream(ShopGrpc.getTradeMethod().toBuilder()
                        .setRequestMarshaller(seen)
                        .build());
        GrpcJson order = json("{\"string_value\": \"#{i}\", \"customer\": {\"first_name\": \"Ada\"}}");

        bed.run(repeat(3, "i").on(exec(grpc("buy").unary(buy).send(order))));
        seen.check("0", "1", "2");

        bed.run(exec(trade.open())
                .repeat(3, "i")
                .on(exec(trade.send(order)))
                .exec(trade.halfClose(), trade.awaitEnd()));
        seen.check("0", "1", "2");

        var fives = grpc("buy")
                .unary(buy)
                .send(order)
                .onSchedule(Schedule.constant(500).times(3));
        bed.run(exec(fives), Map.of("i", "5"));
        seen.check("5", "5", "5");

        var sixes = trade.sendOnSchedule(order, Schedule.constant(500).times(3));
        bed.run(exec(trade.open()).exec(sixes).exec(trade.halfClose(), trade.awaitEnd()), Map.of("i", "6"));
        seen.check("6", "6", "6");
    }

    @Test
    void a_value_that_does_not_fit_its_field_fails_the_user_and_says_so() {
        Session end = bed.run(
                exec(grpc("buy").unary("shop.v1.Shop/Buy").send(json("{\"int64_value\": #{quantity}}"))),
                Map.of("quantity", "many"));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes)
                .singleElement()
                .asString()
                .contains("int64_value")
                .contains("many");
    }

    @Test
    void what_is_wrong_with_method_or_JSON_is_said_before_the_run() {
        assertThatThrownBy(() -> run(exec(grpc("x").unary("shop.v1.Shop/Sell").send(json("{}")))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("Sell");
        assertThatThrownBy(() -> run(exec(grpc("x").unary("shop.v1.Shop/Buy").send(json("{\"idd\": 1}")))))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("idd");
        assertThatThrownBy(() -> run(exec(grpc("x").unary("shop.v1.Shop/Watch").send(json("{}")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SERVER_STREAMING (expected: UNARY)");
    }

    private void run(ChainBuilder chain) {
        bed.run(chain);
    }

    /** Who describes methods: the target, or one of two kinds of files. */
    enum Description {
        REFLECTION,
        DESCRIPTOR_SET,
        PROTO_FILES;

        /** With all imports, each before the files that need it, as protoc writes it. */
        private static byte[] descriptorSetOf(FileDescriptor... files) {
            Set<FileDescriptor> ordered = new LinkedHashSet<>();
            List.of(files).forEach(file -> collect(file, ordered));
            FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
            ordered.forEach(file -> set.addFile(file.toProto()));
            return set.build().toByteArray();
        }

        private static void collect(FileDescriptor file, Set<FileDescriptor> ordered) {
            file.getDependencies().forEach(imported -> collect(imported, ordered));
            ordered.add(file);
        }

        SchemaSource source(Path folder) throws IOException {
            return switch (this) {
                case REFLECTION -> reflection();
                case DESCRIPTOR_SET -> {
                    Path file = folder.resolve("all.binpb");
                    Files.write(file, descriptorSetOf(ShopProto.getDescriptor(), BareProto.getDescriptor()));
                    yield descriptorSet(file);
                }
                case PROTO_FILES -> {
                    Path protos = Path.of("../grpc-dynamic/src/test/protobuf");
                    yield protoFiles(
                            List.of(protos.resolve("schema/shop.proto"), protos.resolve("schema/bare.proto")),
                            List.of(protos));
                }
            };
        }
    }

    /** Keeps the very requests that are sent. */
    private static final class Seen implements PrototypeMarshaller<Order> {

        private final Queue<Order> orders = new ConcurrentLinkedQueue<>();
        private final Marshaller<Order> marshaller = ShopGrpc.getBuyMethod().getRequestMarshaller();

        void check(String... texts) {
            List<Order> seen = List.copyOf(orders);
            orders.clear();
            assertThat(seen).extracting(Order::getStringValue).containsExactly(texts);
            assertThat(seen)
                    .allSatisfy(order ->
                            assertThat(order.getCustomer()).isSameAs(seen.get(0).getCustomer()));
        }

        @Override
        public InputStream stream(Order order) {
            orders.add(order);
            return marshaller.stream(order);
        }

        @Override
        public Order parse(InputStream bytes) {
            return marshaller.parse(bytes);
        }

        @Override
        public Order getMessagePrototype() {
            return Order.getDefaultInstance();
        }

        @Override
        public Class<Order> getMessageClass() {
            return Order.class;
        }
    }

    /** Says every word twice. */
    private static final class Parrot extends PlainGrpc.PlainImplBase {

        @Override
        public void say(PlainWord word, StreamObserver<PlainWord> answers) {
            answers.onNext(PlainWord.newBuilder()
                    .setWord(word.getWord() + ", " + word.getWord())
                    .build());
            answers.onCompleted();
        }
    }

    /** Gives every order back; watching gives it three times. */
    private static final class MirrorShop extends ShopGrpc.ShopImplBase {

        @Override
        public void buy(Order order, StreamObserver<Order> answers) {
            answers.onNext(order);
            answers.onCompleted();
        }

        @Override
        public void watch(Order order, StreamObserver<Order> answers) {
            for (int i = 0; i < 3; i++) {
                answers.onNext(order);
            }
            answers.onCompleted();
        }

        @Override
        public StreamObserver<Order> fill(StreamObserver<Order> answers) {
            List<Order> all = new ArrayList<>();
            return observer(all::add, () -> {
                answers.onNext(all.get(all.size() - 1));
                answers.onCompleted();
            });
        }

        @Override
        public StreamObserver<Order> trade(StreamObserver<Order> answers) {
            return observer(answers::onNext, answers::onCompleted);
        }

        private static StreamObserver<Order> observer(java.util.function.Consumer<Order> message, Runnable end) {
            return new StreamObserver<>() {
                @Override
                public void onNext(Order order) {
                    message.accept(order);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    end.run();
                }
            };
        }
    }
}
