package dev.yodel.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import dev.yodel.service.behavior.BehaviorPolicy;
import dev.yodel.service.metrics.MetricNames;
import dev.yodel.service.security.ClientAuth;
import dev.yodel.service.security.MethodRules;
import dev.yodel.service.settings.ServiceSettings.Profile;
import dev.yodel.service.settings.ServiceSettings.Switch;
import dev.yodel.v1.Behavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServiceSettingsTest {

    /** Every setting with a value that is not its default. */
    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("host", "0.0.0.0"),
            Map.entry("port", "1"),
            Map.entry("metrics-port", "2"),
            Map.entry("admin-host", "0.0.0.0"),
            Map.entry("admin-port", "3"),
            Map.entry("admin-token-file", "admins"),
            Map.entry("http-port", "4"),
            Map.entry("http-origins", "https://a.example, http://b.example:8080"),
            Map.entry("instance", "matterhorn"),
            Map.entry("access-log", "100"),
            Map.entry("log-format", "json"),
            Map.entry("otlp-endpoint", "http://collector:4318"),
            Map.entry("trace-ratio", "0.25"),
            Map.entry("metric-names", "grpc-ecosystem"),
            Map.entry("tls-cert", "cert.pem"),
            Map.entry("tls-key", "key.pem"),
            Map.entry("tls-client-ca", "ca.pem"),
            Map.entry("tls-client-auth", "request"),
            Map.entry("metrics-tls", "on"),
            Map.entry("metrics-tls-client-auth", "require"),
            Map.entry("token-file", "tokens"),
            Map.entry("jwks", "jwks.json"),
            Map.entry("jwt-issuer", "https://issuer"),
            Map.entry("jwt-audience", "yodel"),
            Map.entry("jwt-clock-skew", "19s"),
            Map.entry("token-exempt", "a.B/*"),
            Map.entry("token-scopes", "ops=c.D/*,greet=e.F/G"),
            Map.entry("reflection", "off"),
            Map.entry("channelz", "off"),
            Map.entry("behavior", "safe"),
            Map.entry("interop", "on"),
            Map.entry("reload-interval", "18s"),
            Map.entry("expose-metadata", "a, b*"),
            Map.entry("secret-metadata", "c"),
            Map.entry("drain-wait", "3s"),
            Map.entry("grace", "4m"),
            Map.entry("max-message-size", "5MiB"),
            Map.entry("max-metadata-size", "6KiB"),
            Map.entry("flow-control-window", "70000B"),
            Map.entry("response-memory", "21MiB"),
            Map.entry("response-memory-per-connection", "22MiB"),
            Map.entry("response-memory-per-call", "23KiB"),
            Map.entry("request-memory", "24MiB"),
            Map.entry("request-memory-per-connection", "25MiB"),
            Map.entry("http-request-memory", "50MiB"),
            Map.entry("http-request-memory-per-peer", "51MiB"),
            Map.entry("max-response-total", "26GiB"),
            Map.entry("first-message-timeout", "27s"),
            Map.entry("message-timeout", "28s"),
            Map.entry("stalled-response-timeout", "47s"),
            Map.entry("overload-delay", "48s"),
            Map.entry("overload-min", "49"),
            Map.entry("max-call-age", "29s"),
            Map.entry("profile", "load-test"),
            Map.entry("max-connections", "30"),
            Map.entry("max-connections-per-peer", "31"),
            Map.entry("max-calls", "32"),
            Map.entry("max-calls-per-peer", "33"),
            Map.entry("max-streams", "34"),
            Map.entry("max-streams-per-peer", "35"),
            Map.entry("trusted-proxies", "10.0.0.0/8, ::1"),
            Map.entry("max-resets-per-peer", "36"),
            Map.entry("slow-connection-timeout", "37s"),
            Map.entry("max-calls-per-connection", "8"),
            Map.entry("max-resets", "9"),
            Map.entry("handshake-timeout", "11s"),
            Map.entry("max-connection-idle", "12s"),
            Map.entry("max-connection-age", "13s"),
            Map.entry("max-connection-age-grace", "14s"),
            Map.entry("keep-alive-time", "15s"),
            Map.entry("keep-alive-timeout", "16s"),
            Map.entry("permit-keep-alive-time", "17ms"),
            Map.entry("behavior-default", "delay=24ms"),
            Map.entry("max-rooms", "18"),
            Map.entry("max-room-members", "19"),
            Map.entry("max-post-size", "20B"),
            Map.entry("room-history", "21"),
            Map.entry("room-history-size", "22KiB"),
            Map.entry("keep-empty-rooms", "23s"));

    @TempDir
    Path folder;

    @Test
    void defaults_are_those() {
        ServiceSettings settings = ServiceCommand.parse(Map.of());

        assertThat(settings.host).isEqualTo("localhost");
        assertThat(settings.port).isEqualTo(50051);
        assertThat(settings.metricsPort).isEqualTo(9464);
        assertThat(settings.adminHost).isEqualTo("localhost");
        assertThat(settings.adminPort).isEmpty();
        assertThat(settings.adminTokenFile).isEmpty();
        assertThat(settings.httpPort).isEmpty();
        assertThat(settings.httpOrigins).isEmpty();
        assertThat(settings.instance).isEmpty();
        assertThat(List.of(settings.tlsCert, settings.tlsKey, settings.tlsClientCa))
                .containsOnly("");
        assertThat(settings.tlsClientAuth).isEqualTo(ClientAuth.NONE);
        assertThat(settings.metricsTls).isEqualTo(Switch.OFF);
        assertThat(settings.metricsTlsClientAuth).isEqualTo(ClientAuth.NONE);
        assertThat(settings.reloadInterval).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.metricNames).isEqualTo(MetricNames.MICROMETER);
        assertThat(settings.accessLog).isZero();
        assertThat(settings.logFormat).isEqualTo(ServiceSettings.LogFormat.TEXT);
        assertThat(settings.otlpEndpoint).isEmpty();
        assertThat(settings.traceRatio).isEqualTo(1);
        assertThat(List.of(settings.tokenFile, settings.jwks, settings.jwtIssuer, settings.jwtAudience))
                .containsOnly("");
        assertThat(settings.jwtClockSkew).isEqualTo(Duration.ofSeconds(60));
        assertThat("grpc.health.v1.Health/Watch").matches(settings.tokenExempt);
        assertThat("yodel.v1.EchoService/Echo").doesNotMatch(settings.tokenExempt);
        assertThat(settings.tokenScopes).isEmpty();
        assertThat(settings.reflection).isEqualTo(Switch.ON);
        assertThat(settings.channelz).isEqualTo(Switch.ON);
        assertThat(settings.behavior).isEqualTo(BehaviorPolicy.ALL);
        assertThat(settings.interop).isEqualTo(Switch.OFF);
        assertThat(List.of("user-agent", "grpc-timeout", "x-any", "authorization"))
                .allMatch(settings.exposeMetadata.asMatchPredicate());
        assertThat(List.of("any", "my-x-any")).noneMatch(settings.exposeMetadata.asMatchPredicate());
        assertThat(List.of("proxy-authorization", "cookie", "my-token-bin", "x-api-key"))
                .allMatch(settings.secretMetadata.asMatchPredicate());
        assertThat(List.of("user-agent", "x-any")).noneMatch(settings.secretMetadata.asMatchPredicate());
        assertThat(settings.drainWait).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.grace).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.maxMessageSize).isEqualTo(4 << 20);
        assertThat(settings.maxMetadataSize).isEqualTo(8 << 10);
        assertThat(settings.flowControlWindow).isEqualTo(1 << 20);
        assertThat(settings.responseMemory).isEqualTo(48 << 20);
        assertThat(settings.responseMemoryPerConnection).isEqualTo(16 << 20);
        assertThat(settings.responseMemoryPerCall).isEqualTo(128 << 10);
        assertThat(settings.requestMemory).isEqualTo(64 << 20);
        assertThat(settings.requestMemoryPerConnection).isEqualTo(32 << 20);
        assertThat(settings.httpRequestMemory).isEqualTo(32 << 20);
        assertThat(settings.httpRequestMemoryPerPeer).isEqualTo(16 << 20);
        assertThat(settings.maxResponseTotal).isEqualTo(1L << 30);
        assertThat(settings.firstMessageTimeout).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.messageTimeout).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.stalledResponseTimeout).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.overloadDelay).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.overloadMin).isEqualTo(10);
        assertThat(settings.maxCallAge).isZero();
        assertThat(settings.profile).isEqualTo(Profile.DEFAULT);
        assertThat(settings.maxConnections).isEqualTo(10_000);
        assertThat(settings.maxConnectionsPerPeer).isEqualTo(1_000);
        assertThat(settings.maxCalls).isEqualTo(20_000);
        assertThat(settings.maxCallsPerPeer).isEqualTo(10_000);
        assertThat(settings.maxStreams).isEqualTo(10_000);
        assertThat(settings.maxStreamsPerPeer).isEqualTo(5_000);
        assertThat(settings.trustedProxies.contains(InetAddresses.forString("127.0.0.1")))
                .isFalse();
        assertThat(settings.maxResetsPerPeer).isEqualTo(40_000);
        assertThat(settings.slowConnectionTimeout).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.maxCallsPerConnection).isEqualTo(5_000);
        assertThat(settings.maxResets).isEqualTo(20_000);
        assertThat(settings.handshakeTimeout).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.maxConnectionIdle).isEqualTo(Duration.ofMinutes(30));
        assertThat(settings.maxConnectionAge).isZero();
        assertThat(settings.maxConnectionAgeGrace).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.keepAliveTime).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.keepAliveTimeout).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.permitKeepAliveTime).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.behaviorDefault).isEqualTo(Behavior.getDefaultInstance());
        assertThat(settings.maxRooms).isEqualTo(100);
        assertThat(settings.maxRoomMembers).isEqualTo(1000);
        assertThat(settings.maxPostSize).isEqualTo(16 << 10);
        assertThat(settings.roomHistory).isEqualTo(1000);
        assertThat(settings.roomHistorySize).isEqualTo(1 << 20);
        assertThat(settings.keepEmptyRooms).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void the_profile_for_load_tests_raises_the_limits_and_a_flag_goes_before_it() {
        ServiceSettings settings = ServiceCommand.parse(Map.of(), "--profile=load-test", "--max-calls=7");

        assertThat(settings.maxStreamsPerPeer).isEqualTo(1_000_000);
        assertThat(settings.maxCallsPerConnection).isEqualTo(100_000);
        assertThat(settings.maxCalls).isEqualTo(7);
        assertThat(settings.maxMessageSize).isEqualTo(4 << 20);
    }

    @Test
    void every_setting_has_a_flag() {
        String[] flags = ALL.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);

        assertAll(ServiceCommand.parse(Map.of(), flags));
    }

    @Test
    void every_setting_has_a_variable() {
        Map<String, String> variables = ALL.entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "YODEL_"
                                + setting.getKey().toUpperCase(Locale.ROOT).replace('-', '_'),
                        Map.Entry::getValue));

        assertAll(ServiceCommand.parse(variables));
    }

    @Test
    void every_setting_has_a_line_in_a_file() throws IOException {
        List<String> lines = ALL.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .toList();

        assertAll(ServiceCommand.parse(Map.of(), "--config", file(lines)));
    }

    @Test
    void a_flag_goes_before_a_variable_and_that_before_the_file() throws IOException {
        String file = file(List.of("port=1", "metrics-port=1", "host=file"));

        ServiceSettings settings = ServiceCommand.parse(
                Map.of("YODEL_PORT", "2", "YODEL_METRICS_PORT", "2"), "--config", file, "--port", "3");

        assertThat(settings.port).isEqualTo(3);
        assertThat(settings.metricsPort).isEqualTo(2);
        assertThat(settings.host).isEqualTo("file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=65536               | --port: 65536 (expected: 0 to 65535)",
                "--port=-1                  | --port: -1 (expected: 0 to 65535)",
                "--port=99999999999         | --port: 99999999999 (expected: 0 to 65535)",
                "--port=0x10                | --port: 0x10 (expected: 0 to 65535)",
                "--grace=1d                 | --grace: 1d (expected: 0s to 1h)",
                "--grace=61m                | --grace: 61m (expected: 0s to 1h)",
                "--http-port=65536          | --http-port: 65536 (expected: 0 to 65535, or empty for none)",
                "--http-port=-1             | --http-port: -1 (expected: 0 to 65535, or empty for none)",
                "--http-port=on             | --http-port: on (expected: 0 to 65535, or empty for none)",
                "--http-origins=a.example   | --http-origins: a.example (expected: comma-separated origins such as https://example.org, or *)",
                "--max-message-size=2048MiB | --max-message-size: 2048MiB (expected: 1B to 1024MiB)",
                "--max-message-size=5000    | --max-message-size: 5000 (expected: 1B to 1024MiB)",
            })
    void what_is_out_of_bounds_is_named(String flag, String message) {
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of(), flag)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--tls-client-auth=maybe       | --tls-client-auth: maybe (expected: none, request, require)",
                "--tls-cert=a                  | --tls-cert without --tls-key (expected: both)",
                "--tls-key=a                   | --tls-key without --tls-cert (expected: both)",
                "--metrics-tls=on              | --metrics-tls without --tls-cert (expected: both)",
                "--tls-client-auth=require     | --tls-client-auth without --tls-cert (expected: both)",
                "--metrics-tls-client-auth=request | --metrics-tls-client-auth without --metrics-tls (expected: both)",
                "--http-origins=*              | --http-origins without --http-port (expected: both)",
                "--trace-ratio=1.1             | --trace-ratio: 1.1 (expected: 0 to 1)",
                "--trace-ratio=NaN             | --trace-ratio: NaN (expected: 0 to 1)",
                "--otlp-endpoint=localhost     | --otlp-endpoint: not a usable URL (expected: for example http://localhost:4318)",
                "--jwks=a                      | --jwks without --jwt-issuer (expected: both)",
                "--jwt-audience=a              | --jwt-audience without --jwks (expected: both)",
                "--token-scopes=a=b            | --token-scopes without --token-file or --jwks (expected: both)",
                "--token-scopes=a              | --token-scopes: a (expected: comma-separated SCOPE=METHODS, such as ops=grpc.channelz.*)",
                "--admin-token-file=a          | --admin-token-file without --admin-port (expected: both)",
                "--admin-port=65536            | --admin-port: 65536 (expected: 0 to 65535, or empty for none)",
                "--admin-port=on               | --admin-port: on (expected: 0 to 65535, or empty for none)",
                "--tls-client-ca=a             | --tls-client-ca without --tls-client-auth (expected: both)",
            })
    void a_setting_that_needs_another_one_is_refused_without_it(String flag, String message) {
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of(), flag)).hasMessage(message);
    }

    @Test
    void the_port_for_administrators_is_on_the_loopback_or_needs_tokens() {
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of(), "--admin-port=0", "--admin-host=0.0.0.0"))
                .hasMessage("--admin-host 0.0.0.0 without --admin-token-file (expected: both)");
        assertThat(ServiceCommand.parse(Map.of(), "--admin-port=0", "--admin-host=::1").adminPort)
                .hasValue(0);
    }

    @Test
    void the_gateway_has_no_certificate_to_show_to_a_server_that_requires_one() {
        assertThatThrownBy(() -> ServiceCommand.parse(
                        Map.of(),
                        "--http-port=0",
                        "--tls-cert=a",
                        "--tls-key=b",
                        "--tls-client-ca=c",
                        "--tls-client-auth=require"))
                .hasMessageStartingWith("--tls-client-auth: require with --http-port (expected: none or request");
    }

    @Test
    void a_line_of_the_file_is_named_as_such() throws IOException {
        String bad = file(List.of("grace=long"));
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of(), "--config", bad))
                .hasMessage("grace in " + bad + ": long (expected: 0s to 1h)");

        String unknown = file(List.of("gracious=1s"));
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of(), "--config", unknown))
                .hasMessage(unknown + ": gracious (expected: the name of a setting)");
    }

    @Test
    void variables_and_lines_are_taken_literally() throws IOException {
        String file = file(List.of("host=a${user.name}"));

        ServiceSettings settings =
                ServiceCommand.parse(Map.of("YODEL_INSTANCE", "${user.name} $100"), "--config", file);

        assertThat(settings.instance).isEqualTo("${user.name} $100");
        assertThat(settings.host).isEqualTo("a${user.name}");
    }

    @Test
    void a_file_may_be_named_by_a_variable() throws IOException {
        String file = file(List.of("port=no"));

        assertThatThrownBy(() -> ServiceCommand.parse(Map.of("YODEL_CONFIG", file)))
                .hasMessage("port in " + file + ": no (expected: 0 to 65535)");
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of("YODEL_CONFIG", "no-such")))
                .hasMessage("YODEL_CONFIG: no-such (expected: a readable properties file)");
    }

    @Test
    void a_mistyped_variable_is_refused_by_its_name() {
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of("YODEL_METRIC_PORT", "0")))
                .hasMessage(
                        "YODEL_METRIC_PORT: unknown variable (expected: YODEL_ and the name of a setting, for example"
                                + " YODEL_METRICS_PORT)");
        assertThatThrownBy(() -> ServiceCommand.parse(Map.of("YODEL_VERSION", "true")))
                .hasMessageStartingWith("YODEL_VERSION: unknown variable");
        assertThat(ServiceCommand.parse(Map.of("YODEL_LOG_LEVEL", "INFO", "YODEL_JAVA_HOME", "/x", "PATH", "/y")).port)
                .isEqualTo(50051);
    }

    @Test
    void the_help_names_every_setting_in_the_order_of_declaration() {
        String help = ServiceCommand.commandLine().getUsageMessage();

        assertThat(ALL.keySet()).allSatisfy(name -> assertThat(help).contains("--" + name + "="));
        assertThat(help.lines().filter(line -> line.contains("--")).toList().subList(1, 6))
                .extracting(line -> line.replaceAll(".*--([a-z-]+).*", "$1"))
                .containsExactly("version", "config", "print-settings", "host", "port");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120));
    }

    private String file(List<String> lines) throws IOException {
        return Files.write(Files.createTempFile(folder, "yodel", ".properties"), lines)
                .toString();
    }

    private static void assertAll(ServiceSettings settings) {
        assertThat(settings.host).isEqualTo("0.0.0.0");
        assertThat(settings.port).isEqualTo(1);
        assertThat(settings.metricsPort).isEqualTo(2);
        assertThat(settings.adminHost).isEqualTo("0.0.0.0");
        assertThat(settings.adminPort).hasValue(3);
        assertThat(settings.adminTokenFile).isEqualTo("admins");
        assertThat(settings.httpPort).hasValue(4);
        assertThat(settings.httpOrigins).containsExactly("https://a.example", "http://b.example:8080");
        assertThat(settings.instance).isEqualTo("matterhorn");
        assertThat(settings.tlsCert).isEqualTo("cert.pem");
        assertThat(settings.tlsKey).isEqualTo("key.pem");
        assertThat(settings.tlsClientCa).isEqualTo("ca.pem");
        assertThat(settings.tlsClientAuth).isEqualTo(ClientAuth.REQUEST);
        assertThat(settings.metricsTls).isEqualTo(Switch.ON);
        assertThat(settings.metricsTlsClientAuth).isEqualTo(ClientAuth.REQUIRE);
        assertThat(settings.reloadInterval).isEqualTo(Duration.ofSeconds(18));
        assertThat(settings.metricNames).isEqualTo(MetricNames.GRPC_ECOSYSTEM);
        assertThat(settings.accessLog).isEqualTo(100);
        assertThat(settings.logFormat).isEqualTo(ServiceSettings.LogFormat.JSON);
        assertThat(settings.otlpEndpoint).isEqualTo("http://collector:4318");
        assertThat(settings.traceRatio).isEqualTo(0.25);
        assertThat(List.of(settings.tokenFile, settings.jwks, settings.jwtIssuer, settings.jwtAudience))
                .containsExactly("tokens", "jwks.json", "https://issuer", "yodel");
        assertThat(settings.jwtClockSkew).isEqualTo(Duration.ofSeconds(19));
        assertThat("a.B/C").matches(settings.tokenExempt);
        assertThat("grpc.health.v1.Health/Watch").doesNotMatch(settings.tokenExempt);
        assertThat(settings.tokenScopes).extracting(MethodRules.Scope::name).containsExactly("ops", "greet");
        assertThat("c.D/E").matches(settings.tokenScopes.get(0).methods());
        assertThat(settings.reflection).isEqualTo(Switch.OFF);
        assertThat(settings.channelz).isEqualTo(Switch.OFF);
        assertThat(settings.behavior).isEqualTo(BehaviorPolicy.SAFE);
        assertThat(settings.interop).isEqualTo(Switch.ON);
        assertThat(List.of("a", "b", "bc")).allMatch(settings.exposeMetadata.asMatchPredicate());
        assertThat(List.of("", "ab", "c")).noneMatch(settings.exposeMetadata.asMatchPredicate());
        assertThat(List.of("c")).allMatch(settings.secretMetadata.asMatchPredicate());
        assertThat(List.of("", "a", "cc")).noneMatch(settings.secretMetadata.asMatchPredicate());
        assertThat(settings.drainWait).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.grace).isEqualTo(Duration.ofMinutes(4));
        assertThat(settings.maxMessageSize).isEqualTo(5 << 20);
        assertThat(settings.maxMetadataSize).isEqualTo(6 << 10);
        assertThat(settings.flowControlWindow).isEqualTo(70_000);
        assertThat(settings.responseMemory).isEqualTo(21 << 20);
        assertThat(settings.responseMemoryPerConnection).isEqualTo(22 << 20);
        assertThat(settings.responseMemoryPerCall).isEqualTo(23 << 10);
        assertThat(settings.requestMemory).isEqualTo(24 << 20);
        assertThat(settings.requestMemoryPerConnection).isEqualTo(25 << 20);
        assertThat(settings.httpRequestMemory).isEqualTo(50 << 20);
        assertThat(settings.httpRequestMemoryPerPeer).isEqualTo(51 << 20);
        assertThat(settings.maxResponseTotal).isEqualTo(26L << 30);
        assertThat(settings.firstMessageTimeout).isEqualTo(Duration.ofSeconds(27));
        assertThat(settings.messageTimeout).isEqualTo(Duration.ofSeconds(28));
        assertThat(settings.stalledResponseTimeout).isEqualTo(Duration.ofSeconds(47));
        assertThat(settings.overloadDelay).isEqualTo(Duration.ofSeconds(48));
        assertThat(settings.overloadMin).isEqualTo(49);
        assertThat(settings.maxCallAge).isEqualTo(Duration.ofSeconds(29));
        assertThat(settings.profile).isEqualTo(Profile.LOAD_TEST);
        assertThat(settings.maxConnections).isEqualTo(30);
        assertThat(settings.maxConnectionsPerPeer).isEqualTo(31);
        assertThat(settings.maxCalls).isEqualTo(32);
        assertThat(settings.maxCallsPerPeer).isEqualTo(33);
        assertThat(settings.maxStreams).isEqualTo(34);
        assertThat(settings.maxStreamsPerPeer).isEqualTo(35);
        assertThat(settings.trustedProxies.contains(InetAddresses.forString("10.9.8.7")))
                .isTrue();
        assertThat(settings.maxResetsPerPeer).isEqualTo(36);
        assertThat(settings.slowConnectionTimeout).isEqualTo(Duration.ofSeconds(37));
        assertThat(settings.maxCallsPerConnection).isEqualTo(8);
        assertThat(settings.maxResets).isEqualTo(9);
        assertThat(settings.handshakeTimeout).isEqualTo(Duration.ofSeconds(11));
        assertThat(settings.maxConnectionIdle).isEqualTo(Duration.ofSeconds(12));
        assertThat(settings.maxConnectionAge).isEqualTo(Duration.ofSeconds(13));
        assertThat(settings.maxConnectionAgeGrace).isEqualTo(Duration.ofSeconds(14));
        assertThat(settings.keepAliveTime).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.keepAliveTimeout).isEqualTo(Duration.ofSeconds(16));
        assertThat(settings.permitKeepAliveTime).isEqualTo(Duration.ofMillis(17));
        assertThat(settings.behaviorDefault.getHeaderDelay().getFixed().getNanos())
                .isEqualTo(24_000_000);
        assertThat(settings.maxRooms).isEqualTo(18);
        assertThat(settings.maxRoomMembers).isEqualTo(19);
        assertThat(settings.maxPostSize).isEqualTo(20);
        assertThat(settings.roomHistory).isEqualTo(21);
        assertThat(settings.roomHistorySize).isEqualTo(22 << 10);
        assertThat(settings.keepEmptyRooms).isEqualTo(Duration.ofSeconds(23));
    }

    @Test
    void the_help_has_every_option_once_and_every_group() {
        CommandLine command = ServiceCommand.commandLine();
        String help = command.getUsageMessage();

        assertThat(help).contains(ServiceHelp.GROUPS.values());
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(help.split("\\s" + option.longestName() + "[=\\s]", -1))
                        .as(option.longestName())
                        .hasSizeGreaterThan(1));
    }
}
