package dev.yodel.gatling.grpc;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;

import com.google.protobuf.DynamicMessage;
import com.google.rpc.ErrorInfo;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.GrpcRun;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.RoundTrips;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.grpc.dynamic.shop.Order;
import dev.yodel.grpc.dynamic.shop.ShopGrpc;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** The whole language on one page. It need only compile: what it does is tested elsewhere. */
class GrpcDslCompileTest extends Simulation {

    private static final Metadata.Key<byte[]> TRACE = Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Order order = Order.newBuilder().setStringValue("17").build();
    private final LatencyRecorder recorder = new LatencyRecorder();

    // Where calls go, and how.

    private final GrpcProtocolBuilder plain = grpc.target("localhost:50051").usePlaintext();

    private final SampleListener watching = new SampleListener() {
        @Override
        public void runStarted(GrpcRun run) {
            run.channels().forEach(channel -> System.out.println(channel.target() + ": " + channel.backends()));
        }
    };

    private final GrpcProtocolBuilder everything = grpc.target("dns:///shop.example.org:443")
            .target("backup", "backup.example.org:443")
            .authority("shop.example.org")
            .trustCertificates("ca.pem")
            .clientCertificate("client.pem", "client.key")
            .header("x-tenant", "#{tenant}")
            .bearerToken("#{token}")
            .header("x-user", session -> String.valueOf(session.userId()))
            .headerOf(TRACE, session -> new byte[] {1, 2})
            .deadline(Duration.ofSeconds(2))
            .compressor("gzip")
            .maxInboundMessageSize(16 << 20)
            .maxInboundMetadataSize(16 << 10)
            .keepAlive(Duration.ofSeconds(30))
            .idleTimeout(Duration.ofMinutes(5))
            .userAgent("shop-load")
            .loadBalancingPolicy("round_robin")
            .serviceConfig(Map.of("healthCheckConfig", Map.of("serviceName", "shop.v1.Shop")))
            .proxy("proxy.example.org", 3128)
            .awaitTimeout(Duration.ofSeconds(10))
            .schema(reflection())
            .listener(recorder)
            .listener(watching)
            .gatlingStats(false);

    private final List<GrpcProtocolBuilder> others = List.of(
            plain.trustAllCertificates(),
            plain.channelCredentials(TlsChannelCredentials.create()),
            plain.credentials(session -> new Signature(session.getString("key")))
                    .waitForReady(),
            plain.header(TRACE, new byte[] {1, 2}),
            plain.keepAliveWithoutCalls(Duration.ofSeconds(30), Duration.ofSeconds(5)),
            plain.initialFlowControlWindow(1 << 20).serviceConfig("{\"loadBalancingConfig\": [{\"round_robin\": {}}]}"),
            plain.proxy("proxy.example.org", 3128, "user", "password"),
            plain.proxy(address -> null),
            plain.target("backup", "backup.example.org:443")
                    .schema(reflection()
                            .on("backup")
                            .deadline(Duration.ofSeconds(5))
                            .header("authorization", "Bearer of-the-schema")),
            plain.schema(descriptorSet(Path.of("shop.binpb"))),
            plain.schema(protoFiles(List.of(Path.of("shop.proto")), List.of(Path.of("protos")))),
            plain.keepAlive(Duration.ofSeconds(30), Duration.ofSeconds(5)),
            plain.disableRetries(),
            plain.pool(4).fewestOpenCalls(),
            plain.channelPerUser().maxChannelAge(Duration.ofMinutes(5)),
            plain.maxCallsPerChannel(100),
            plain.channelPerEventLoop(),
            plain.maxStreamsPerChannel(100).maxChannels(20));

    // Unary calls.

    private final ChainBuilder unary = exec(grpc("buy")
                    .unary(ShopGrpc.getBuyMethod())
                    .send(order))
            .exec(grpc("buy #{id}")
                    .unary(ShopGrpc.getBuyMethod())
                    .on("backup")
                    .header("x-id", "#{id}")
                    .deadline(Duration.ofMillis(500))
                    .send(session -> order.toBuilder()
                            .setStringValue(session.getString("id"))
                            .build())
                    .check(
                            statusCode().is(Status.Code.OK),
                            header("x-served-by").exists(),
                            trailer("server-timing").optional(),
                            message(Order::getStringValue).isEL("#{id}"),
                            message(Integer.class, Order::getInt32Value).gte(0),
                            field("customer.first_name").saveAs("name"),
                            field(Long.class, "int64_value").gte(0L),
                            header(TRACE, byte[].class).exists(),
                            trailer(TRACE, byte[].class).optional(),
                            messageSize().lt(4096)))
            .exec(grpc("refused")
                    .unary(ShopGrpc.getBuyMethod())
                    .send(order)
                    .check(
                            statusCode().in(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNAVAILABLE),
                            statusDescription().notNull(),
                            statusDetail(ErrorInfo.class, ErrorInfo::getReason).is("QUOTA")))
            .exec(grpc("either")
                    .unary(ShopGrpc.getBuyMethod())
                    .send(order)
                    .checkIf("#{poor}")
                    .then(statusCode().is(Status.Code.RESOURCE_EXHAUSTED))
                    .checkIf(session -> session.contains("id"))
                    .then(
                            message(Order::getStringValue).isEL("#{id}"),
                            messageSize().gt(0))
                    .checkIf((response, session) -> response.messageCount() > 0)
                    .then(field("customer.first_name").exists()))
            .exec(grpc("steady")
                    .unary(ShopGrpc.getBuyMethod())
                    .send(order)
                    .onSchedule(Schedule.constant(500).during(Duration.ofMinutes(1)))
                    .maxInFlight(1_000))
            .exec(grpc("each of ids.csv: #{id}")
                    .unary(ShopGrpc.getBuyMethod())
                    .header("x-id", "#{id}")
                    .send(json("{\"string_value\": \"#{id}\"}"))
                    .check(message(Order::getStringValue).isEL("#{id}"))
                    .onSchedule(Schedule.constant(500).during(Duration.ofMinutes(1)))
                    .feed(csv("feed/names.csv").circular()));

    // Without stubs.

    private final GrpcServerStream<DynamicMessage, DynamicMessage> watchByName =
            grpc("watch by name").serverStream("shop.v1.Shop/Watch");
    private final GrpcClientStream<DynamicMessage, DynamicMessage> fillByName =
            grpc("fill by name").clientStream("shop.v1.Shop/Fill");
    private final GrpcBidiStream<DynamicMessage, DynamicMessage> tradeByName =
            grpc("trade by name").bidiStream("shop.v1.Shop/Trade");

    private final ChainBuilder dynamic = exec(grpc("buy")
                    .unary("shop.v1.Shop/Buy")
                    .send(json("{\"string_value\": \"#{id}\", \"numbers\": #{numbers}}"))
                    .check(field("string_value").isEL("#{id}")))
            .exec(watchByName.open(json("{}")), watchByName.awaitEnd())
            .exec(watchByName.open(jsonInTurn(List.of("{}", "{\"string_value\": \"#{id}\"}"))), watchByName.awaitEnd())
            .exec(fillByName.open(), fillByName.send(json("{}")), fillByName.halfClose(), fillByName.awaitEnd())
            .exec(tradeByName.open(), tradeByName.send(json("{}")), tradeByName.awaitMessage(), tradeByName.cancel())
            .exec(tradeByName.open(), tradeByName.awaitMessage().orEnd())
            .doIf(session -> tradeByName.isOpen(session))
            .then(exec(tradeByName.cancel()));

    // Streams.

    private final GrpcServerStream<Order, Order> watch = grpc("watch").serverStream(ShopGrpc.getWatchMethod());
    private final GrpcClientStream<Order, Order> fill = grpc("fill").clientStream(ShopGrpc.getFillMethod());
    private final GrpcBidiStream<Order, Order> trade = grpc("trade")
            .bidiStream(ShopGrpc.getTradeMethod())
            .receiveBuffer(16)
            .deadline(Duration.ofMinutes(5))
            .matchBy(Order::getInt64Value, Order::getInt64Value)
            .checkEach(message(Order::getStringValue).notNull())
            .checkEachIf("#{strict}")
            .then(field("customer.first_name").exists());
    private final GrpcBidiStream<Order, Order> second = trade.as("second");
    private final GrpcBidiStream<Order, Order> byUser = grpc(session -> "trade of " + session.getString("id"))
            .bidiStream(ShopGrpc.getTradeMethod())
            .on(session -> session.getString("region"))
            .dueAt(session -> session.getLong("due"));

    private final GrpcBidiStream<Order, Order> broadcast = grpc("broadcast")
            .bidiStream(ShopGrpc.getTradeMethod())
            .readRate(2.5)
            .measureBy(LastSent::new);

    /** Each received message answers the last one that was sent. */
    private static final class LastSent implements RoundTrips<Order, Order> {

        private long due;

        @Override
        public void sent(Order order, long dueNanos) {
            due = dueNanos;
        }

        @Override
        public long roundTrip(Order order, long nowNanos) {
            return nowNanos - due;
        }
    }

    private final ChainBuilder streams = exec(watch.open(order))
            .exec(watch.awaitMessage())
            .exec(watch.awaitMessages(10)
                    .matching(o -> o.getInt32Value() > 0)
                    .timeout(Duration.ofSeconds(5))
                    .check(field("string_value").saveAs("last"))
                    .checkIf("#{watched}")
                    .then(field("string_value").exists())
                    .collectAs("all", Order::getStringValue))
            .exec(watch.awaitMessage()
                    .matching((o, session) -> o.getStringValue().equals(session.getString("id"))))
            .exec(broadcast.open(), broadcast.send(order), broadcast.cancel())
            .exec(watch.receiveFor(Duration.ofSeconds(30)), watch.receiveFor("#{time}"), watch.cancel())
            .exec(watch.as("watch #{id}").open(order))
            .exec(watch.as("watch #{id}").awaitMessage().timeout("#{time}"))
            .exec(watch.as(session -> "watch " + session.getString("id"))
                    .awaitEnd()
                    .timeout(session -> session.get("time"))
                    .check(messageJson().saveAs("order")))
            .exec(fill.open())
            .exec(fill.sendAll(session -> List.of(order, order)))
            .exec(fill.sendInTurn(List.of(json("{}"), json("{\"string_value\": \"#{id}\"}"))))
            .exec(fill.sendAll(List.of(json("{\"string_value\": \"#{id}\"}"), json("{}"))))
            .exec(fill.send(json("{\"string_value\": \"#{name}\"}")).feed(csv("feed/names.csv"), 5))
            .exec(fill.send(session -> order)
                    .feed(() -> List.<Map<String, Object>>of().iterator(), "#{n}"))
            .exec(fill.halfClose())
            .exec(fill.awaitEnd()
                    .timeout(Duration.ofSeconds(5))
                    .check(messageCount().is(1L))
                    .checkIf("#{strict}")
                    .then(statusCode().is(Status.Code.OK)))
            .exec(trade.open(), second.open())
            .exec(trade.send(order), second.send(session -> order), second.send(json("{}")))
            .pause(1)
            .exec(trade.sendOnSchedule(order, Schedule.poisson(50, 42).times(1_000)))
            .exec(trade.sendOnSchedule(order, Schedule.constant(50).during(session -> session.get("time"))))
            .exec(trade.sendOnSchedule(
                            json("{\"string_value\": \"#{name}\"}"),
                            Schedule.poisson(50, 42).times(1_000))
                    .feed(csv("feed/names.csv").random()))
            .exec(trade.sendOnSchedule(order, Schedule.ramp(0, 100, Duration.ofSeconds(30))))
            .exec(trade.halfClose(), trade.awaitEnd(), second.cancel())
            .exec(byUser.open(), byUser.cancel());

    private final ScenarioBuilder scenario = scenario("everything").exec(unary, dynamic, streams);

    /** Credentials of a user's own. */
    private static final class Signature extends CallCredentials {

        private final String key;

        Signature(String key) {
            this.key = key;
        }

        @Override
        public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
            Metadata signed = new Metadata();
            signed.put(Metadata.Key.of("x-signature", Metadata.ASCII_STRING_MARSHALLER), key);
            applier.apply(signed);
        }
    }

    GrpcDslCompileTest() {
        setUp(scenario.injectOpen(constantUsersPerSec(10).during(60)))
                .protocols(everything)
                .maxDuration(Duration.ofMinutes(10));
    }
}
