package dev.yodel.gatling.grpc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yodel.gatling.grpc.GrpcDsl;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.config.TransportSettings.KeepAlive;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import dev.yodel.gatling.grpc.protocol.GrpcProtocol;
import io.grpc.ProxyDetector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelSettingsTest {

    @Test
    void by_default_connections_are_TLS_and_everything_else_is_as_gRPC_has_it() {
        GrpcProtocol protocol = built(GrpcDsl.grpc.target("localhost:1"));

        ChannelSettings channel = protocol.channel();
        assertThat(channel.targets()).containsExactly(Map.entry("default", "localhost:1"));
        assertThat(channel.security()).isEqualTo(new TlsSettings(null, false, null));
        assertThat(channel.authority()).isNull();
        assertThat(channel.transport()).isEqualTo(new TransportSettings(null, null, null, null, null));
        assertThat(channel.routing()).isEqualTo(new RoutingSettings(null, null, true, null));
        assertThat(channel.pool())
                .isEqualTo(new PoolSettings(
                        1, PoolSettings.Choice.IN_TURN, PoolSettings.Owner.ALL, null, 100, null, null));
        assertThat(protocol.calls()).isEqualTo(new CallSettings(List.of(), null, null, null, null, null));
        assertThat(protocol.awaitTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(protocol.gatlingStats()).isTrue();
        assertThat(protocol.listeners()).isEmpty();
    }

    @Test
    void every_setting_of_the_language_is_kept() {
        ProxyDetector proxy = address -> null;

        GrpcProtocol protocol = built(GrpcDsl.grpc
                .target("localhost:1")
                .target("backup", "dns:///localhost:2")
                .usePlaintext()
                .authority("example.com")
                .proxy(proxy)
                .serviceConfig("{\"healthCheckConfig\": {\"serviceName\": \"a\"}}")
                .loadBalancingPolicy("round_robin")
                .disableRetries()
                .keepAliveWithoutCalls(Duration.ofSeconds(10), Duration.ofMillis(10))
                .idleTimeout(Duration.ofSeconds(1))
                .maxInboundMetadataSize(1)
                .initialFlowControlWindow(2)
                .userAgent("me/1")
                .pool(2)
                .fewestOpenCalls()
                .channelPerUser()
                .maxStreamsPerChannel(3)
                .maxChannels(4)
                .maxChannelAge(Duration.ofMinutes(5))
                .maxCallsPerChannel(6)
                .deadline(Duration.ofSeconds(3))
                .compressor("gzip")
                .maxInboundMessageSize(4)
                .waitForReady()
                .awaitTimeout(Duration.ofSeconds(5))
                .gatlingStats(false));

        assertThat(protocol.channel())
                .isEqualTo(new ChannelSettings(
                        Map.of("default", "localhost:1", "backup", "dns:///localhost:2"),
                        new Security.Plaintext(),
                        "example.com",
                        new TransportSettings(
                                new KeepAlive(Duration.ofSeconds(10), Duration.ofMillis(10), true),
                                Duration.ofSeconds(1),
                                1,
                                2,
                                "me/1"),
                        new RoutingSettings(
                                new ServiceConfig(Map.of("healthCheckConfig", Map.of("serviceName", "a"))),
                                "round_robin",
                                false,
                                proxy),
                        new PoolSettings(
                                2,
                                PoolSettings.Choice.FEWEST_CALLS,
                                PoolSettings.Owner.USER,
                                3,
                                4,
                                Duration.ofMinutes(5),
                                6)));
        assertThat(protocol.calls())
                .isEqualTo(new CallSettings(List.of(), null, Duration.ofSeconds(3), "gzip", 4, true));
        assertThat(protocol.awaitTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(protocol.gatlingStats()).isFalse();
    }

    @Test
    void what_is_said_of_TLS_adds_up_and_the_last_word_on_trust_counts() {
        GrpcProtocolBuilder start = GrpcDsl.grpc.target("localhost:1");
        TlsIdentity identity = new TlsIdentity(Path.of("c.pem"), Path.of("k.pem"));

        assertThat(TlsSettings.SYSTEM_TRUST.trustingAll().as(identity).trusting(Path.of("a.pem")))
                .isEqualTo(new TlsSettings(Path.of("a.pem"), false, identity));
        assertThat(built(start.usePlaintext().trustAllCertificates()).channel().security())
                .isEqualTo(new TlsSettings(null, true, null));
    }

    @Test
    void values_out_of_bounds_are_refused_with_what_was_expected() {
        GrpcProtocolBuilder start = GrpcDsl.grpc.target("localhost:1");
        Duration second = Duration.ofSeconds(1);

        assertRefused(() -> start.maxInboundMetadataSize(0), "maxInboundMetadataSize: 0 (expected: > 0)");
        assertRefused(() -> start.initialFlowControlWindow(-1), "flowControlWindow: -1 (expected: > 0)");
        assertRefused(() -> start.keepAlive(second), "keep-alive time: PT1S (expected: >= PT10S)");
        assertRefused(
                () -> start.keepAlive(Duration.ofMinutes(1), Duration.ZERO),
                "keep-alive time-out: PT0S (expected: >= PT0.01S)");
        assertRefused(() -> start.idleTimeout(Duration.ZERO), "idle time-out: PT0S (expected: >= PT1S)");
        assertRefused(
                () -> start.userAgent(" "), "user agent: \" \" (expected: a product name, with /version or without)");
        assertRefused(() -> start.authority(""), "authority: \"\" (expected: a host name, with a port or without)");
        assertRefused(
                () -> start.loadBalancingPolicy("best"),
                "load-balancing policy: best (expected: one on the class path, as pick_first and round_robin are)");
        assertRefused(() -> start.pool(0), "pool: 0 (expected: > 0)");
        assertRefused(() -> start.maxStreamsPerChannel(0), "maxStreamsPerChannel: 0 (expected: > 0)");
        assertRefused(() -> start.pool(5).maxChannels(4), "maxChannels: 4 (expected: >= 5, the size of the pool)");
        assertRefused(() -> start.maxChannelAge(Duration.ZERO), "maxChannelAge: PT0S (expected: >= PT0.1S)");
        assertRefused(() -> start.maxCallsPerChannel(0), "maxCallsPerChannel: 0 (expected: > 0)");
        assertRefused(() -> start.proxy("proxy", 0), "proxy port: 0 (expected: 1 to 65535)");
        assertRefused(() -> start.proxy("", 1), "proxy host: \"\" (expected: a host name or an address)");
        assertRefused(() -> start.target("", "a:1"), "name of a target: \"\" (expected: a name)");
        assertRefused(() -> start.target("backup", ""), "target backup: \"\" (expected: host:port or scheme:///name)");
    }

    @Test
    void a_service_config_is_read_from_JSON_as_from_maps() {
        ServiceConfig json = ServiceConfig.parse("""
                {"loadBalancingConfig": [{"round_robin": {}}],
                 "methodConfig": [{"name": [{}], "waitForReady": true, "retryPolicy": {"maxAttempts": 3}}]}
                """);
        ServiceConfig maps = new ServiceConfig(Map.of(
                "loadBalancingConfig",
                List.of(Map.of("round_robin", Map.of())),
                "methodConfig",
                List.of(Map.of(
                        "name", List.of(Map.of()), "waitForReady", true, "retryPolicy", Map.of("maxAttempts", 3)))));

        assertThat(json).isEqualTo(maps);
    }

    @Test
    void a_wrong_service_config_is_one_line_when_the_protocol_is_built() {
        GrpcProtocolBuilder start = GrpcDsl.grpc.target("localhost:1").usePlaintext();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> start.serviceConfig("[1]"))
                .withMessageStartingWith("service config: ")
                .withMessageEndingWith("(expected: a JSON object)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> start.serviceConfig(
                                Map.of("methodConfig", List.of(Map.of("retryPolicy", Map.of("maxAttempts", "many")))))
                        .protocol())
                .withMessageStartingWith("target default, localhost:1: ")
                .withMessageContaining("many");
    }

    private static GrpcProtocol built(GrpcProtocolBuilder builder) {
        return (GrpcProtocol) builder.protocol();
    }

    private static void assertRefused(Runnable setting, String message) {
        assertThatIllegalArgumentException().isThrownBy(setting::run).withMessage(message);
    }
}
