package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.Pace;
import dev.yodel.gatling.grpc.schema.SchemaException;
import dev.yodel.gatling.grpc.schema.shop.Order;
import dev.yodel.gatling.grpc.schema.shop.ShopGrpc;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls without stubs: methods by reflection, messages in JSON, checks by field path. */
class DynamicTest {

    private Server server;
    private GatlingBed bed;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new MirrorShop())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build()
                .start();
        bed = new GatlingBed(protocol());
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
                .exec(trade.sendAtPace(
                        json("{\"string_value\": \"#{gatling.none.exists()}\"}"),
                        Pace.constant(500).times(5)))
                .exec(trade.halfClose(), trade.awaitEnd().check(messageCount().is(5L))));

        assertThat(bed.samples.calls)
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.error()).isNull());
        assertThat(end.isFailed()).isFalse();
    }

    @Test
    void methods_may_be_described_by_files_instead_of_by_the_target() {
        Path protos = Path.of("src/test/protobuf");
        bed.close();
        bed = new GatlingBed(
                protocol().schema(protoFiles(List.of(protos.resolve("schema/bare.proto")), List.of(protos))));

        Session end = bed.run(exec(grpc("say")
                .unary("Plain/Say")
                .send(json("{\"word\": \"hi\"}"))
                .check(statusCode().is(Status.Code.UNIMPLEMENTED))));

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
