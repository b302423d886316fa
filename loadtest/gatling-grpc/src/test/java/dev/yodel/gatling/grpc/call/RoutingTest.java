package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.javaapi.core.ChainBuilder;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.ServerCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How calls find their way, and how connections are kept: each setting on a real server. */
class RoutingTest {

    private static final ChainBuilder GREET = exec(grpc("greet")
            .unary(TestServer.UNARY)
            .deadline(Duration.ofSeconds(10))
            .send(text("hi")));

    private final Heard heard = new Heard();

    @Test
    void a_service_config_has_calls_retried() {
        AtomicInteger attempts = new AtomicInteger();
        CallSample sample = call(failing(attempts, 2), protocol -> protocol.serviceConfig("""
                {"methodConfig": [{"name": [{"service": "test.Echo"}],
                  "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.01s", "maxBackoff": "0.1s",
                                  "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]}
                """));

        assertThat(sample.error()).isNull();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void a_status_of_the_server_after_its_last_retry_is_the_servers() {
        AtomicInteger attempts = new AtomicInteger();
        CallSample sample = call(
                failing(attempts, 9),
                protocol -> protocol.serviceConfig(Map.of(
                        "methodConfig",
                        List.of(Map.of(
                                "name",
                                List.of(Map.of()),
                                "retryPolicy",
                                Map.of(
                                        "maxAttempts",
                                        2,
                                        "initialBackoff",
                                        "0.01s",
                                        "maxBackoff",
                                        "0.1s",
                                        "backoffMultiplier",
                                        2,
                                        "retryableStatusCodes",
                                        List.of("UNAVAILABLE")))))));

        assertThat(sample.failureSource()).isEqualTo(FailureSource.STATUS);
        assertThat(sample.error()).isEqualTo("UNAVAILABLE: not yet");
        assertThat(attempts).hasValue(2);
    }

    @Test
    void a_list_of_servers_that_is_none_is_one_line() {
        assertThatThrownBy(() -> new GatlingBed(grpc.target("ipv4:[::1]:1").usePlaintext()))
                .hasStackTraceContaining(
                        "ipv4: address [::1]:1 (expected: ipv4:address:port, more of them after commas)");
        assertThatThrownBy(() -> new GatlingBed(grpc.target("ipv6:[::1]:1,x").usePlaintext()))
                .hasStackTraceContaining("ipv6: address x (expected: ipv6:address:port, more of them after commas)");
        try (GatlingBed bed = new GatlingBed(grpc.target("ipv6:[::1]:1,[::1]:2").usePlaintext())) {
            assertThat(bed).isNotNull();
        }
    }

    @Test
    void a_service_config_has_calls_hedged() {
        AtomicInteger attempts = new AtomicInteger();
        TestServer server = new TestServer((call, headers) -> {
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    if (attempts.incrementAndGet() > 1) { // the first one is never answered
                        call.sendHeaders(new Metadata());
                        call.sendMessage(text("hedged"));
                        call.close(Status.OK, new Metadata());
                    }
                }
            };
        });
        CallSample sample = call(server, protocol -> protocol.serviceConfig("""
                {"methodConfig": [{"name": [{}], "hedgingPolicy": {"maxAttempts": 3, "hedgingDelay": "0.05s"}}]}
                """));

        assertThat(sample.error()).isNull();
        assertThat(sample.serviceTimeNanos()).isBetween(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(9));
        assertThat(attempts.get()).isGreaterThan(1);
    }

    @Test
    void a_service_config_has_servers_asked_for_their_health() {
        HealthStatusManager sick = new HealthStatusManager();
        sick.setStatus("test.Echo", ServingStatus.NOT_SERVING);
        HealthStatusManager well = new HealthStatusManager();
        well.setStatus("test.Echo", ServingStatus.SERVING);
        try (TestServer one = TestServer.built(builder -> builder.addService(sick.getHealthService()));
                TestServer two = TestServer.built(builder -> builder.addService(well.getHealthService()));
                TwoBackends both = new TwoBackends(one, two);
                GatlingBed bed = new GatlingBed(grpc.target(both.target())
                        .usePlaintext()
                        .loadBalancingPolicy("round_robin")
                        .serviceConfig(Map.of("healthCheckConfig", Map.of("serviceName", "test.Echo"))))) {
            bed.run(repeat(6).on(GREET));

            assertThat(bed.samples.calls).hasSize(6).allMatch(CallSample::ok);
            assertThat(one.opened).hasValue(0);
            assertThat(two.opened).hasValue(6);
        }
    }

    @Test
    void calls_go_through_a_proxy_that_is_asked_to_connect() {
        try (TestProxy proxy = new TestProxy()) {
            TestServer server = heard.server();
            String target = server.target();
            CallSample sample = call(server, protocol -> protocol.proxy("127.0.0.1", proxy.port(), "me", "secret"));

            assertThat(sample.error()).isNull();
            assertThat(proxy.lines).element(0).isEqualTo("CONNECT " + target + " HTTP/1.1");
            assertThat(proxy.lines).contains("proxy-authorization: Basic bWU6c2VjcmV0");
        }
    }

    @Test
    void a_proxy_that_is_not_there_is_a_connection_that_failed() {
        CallSample sample = call(new TestServer(), protocol -> protocol.proxy("127.0.0.1", 1));

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).isEqualTo("UNAVAILABLE: Connection refused");
    }

    @Test
    void the_authority_and_the_user_agent_are_what_was_said() {
        call(heard.server(), protocol -> protocol.authority("example.com").userAgent("me/1"));

        assertThat(heard.authorities).containsExactly("example.com");
        assertThat(heard.header("user-agent")).startsWith("me/1 grpc-java-netty/");
    }

    @Test
    void servers_receive_the_limits() {
        try (RawServer server = RawServer.answering((stream, out) -> out.reset(stream, RawServer.CANCEL));
                GatlingBed bed = new GatlingBed(grpc.target(server.target())
                        .usePlaintext()
                        .initialFlowControlWindow(123_456)
                        .maxInboundMetadataSize(4_321))) {
            bed.run(GREET);

            assertThat(server.settings)
                    .containsEntry(RawServer.INITIAL_WINDOW_SIZE, 123_456)
                    .containsEntry(RawServer.MAX_HEADER_LIST_SIZE, 4_321);
        }
    }

    @Test
    void metadata_above_its_limit_fails_the_call() {
        TestServer server = new TestServer((call, headers) -> {
            Metadata large = new Metadata();
            large.put(Metadata.Key.of("large", Metadata.ASCII_STRING_MARSHALLER), "a".repeat(2_000));
            call.sendHeaders(large);
            call.close(Status.OK, new Metadata());
            return new ServerCall.Listener<>() {};
        });

        CallSample sample = call(server, protocol -> protocol.maxInboundMetadataSize(1_000));

        assertThat(sample.ok()).isFalse();
        assertThat(sample.failureSource()).isEqualTo(FailureSource.CLIENT);
    }

    @Test
    void connections_without_calls_are_let_go_after_the_idle_time() {
        try (TestServer server = heard.server();
                GatlingBed bed = new GatlingBed(
                        grpc.target(server.target()).usePlaintext().idleTimeout(Duration.ofSeconds(1)))) {
            bed.run(GREET);
            GatlingBed.eventually(() -> heard.open.get() == 0);

            bed.run(GREET);

            assertThat(heard.connections).hasValue(2);
            assertThat(bed.samples.run.get().channels().get(0).backends().get(0).reconnects())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_socket_in_the_file_system_is_a_target_too(@TempDir Path folder) throws IOException {
        assumeThat(Epoll.isAvailable()).as("epoll").isTrue();
        Path path = folder.resolve("grpc.sock");
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var server = NettyServerBuilder.forAddress(new DomainSocketAddress(path.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .directExecutor()
                .addService(ServerServiceDefinition.builder("test.Echo")
                        .addMethod(TestServer.UNARY, ServerCalls.asyncUnaryCall((request, answers) -> {
                            answers.onNext(request);
                            answers.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        try (GatlingBed bed = new GatlingBed(grpc.target("unix:" + path).usePlaintext())) {
            bed.run(GREET);

            assertThat(bed.samples.only().error()).isNull();
            assertThat(bed.samples.run.get().channels().get(0).backends())
                    .singleElement()
                    .satisfies(backend -> assertThat(backend.address()).isEqualTo(path.toString()));
        } finally {
            server.shutdownNow();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    /** A server whose first answers are UNAVAILABLE. */
    private static TestServer failing(AtomicInteger attempts, int failures) {
        return new TestServer((call, headers) -> {
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    if (attempts.incrementAndGet() <= failures) {
                        call.close(Status.UNAVAILABLE.withDescription("not yet"), new Metadata());
                        return;
                    }
                    call.sendHeaders(new Metadata());
                    call.sendMessage(text("at last"));
                    call.close(Status.OK, new Metadata());
                }
            };
        });
    }

    private static CallSample call(TestServer server, UnaryOperator<GrpcProtocolBuilder> how) {
        try (server;
                GatlingBed bed =
                        new GatlingBed(how.apply(grpc.target(server.target()).usePlaintext()))) {
            bed.run(GREET);
            return bed.samples.only();
        }
    }
}
