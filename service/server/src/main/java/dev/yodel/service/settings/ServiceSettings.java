package dev.yodel.service.settings;

import com.google.common.base.Splitter;
import dev.yodel.service.behavior.BehaviorGrammar;
import dev.yodel.service.behavior.BehaviorPolicy;
import dev.yodel.service.limits.Networks;
import dev.yodel.service.metrics.MetricNames;
import dev.yodel.service.security.ClientAuth;
import dev.yodel.service.security.MethodRules;
import dev.yodel.v1.Behavior;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of the server, declared once: name, default, bounds and description. A flag ({@code --metrics-port 0})
 * overrides an environment variable ({@code YODEL_METRICS_PORT=0}), which overrides a line of the {@code --config} file
 * ({@code metrics-port=0}), which overrides the default.
 */
public final class ServiceSettings extends SettingSource {

    /** How lines of the log are written. */
    public enum LogFormat {
        TEXT,
        JSON
    }

    /** Sets of defaults. */
    public enum Profile {
        DEFAULT,
        LOAD_TEST
    }

    /** Limits that a load test from one address does not meet. */
    private static final Map<String, String> LOAD_TEST = Map.ofEntries(
            Map.entry("max-connections", "100000"),
            Map.entry("max-connections-per-peer", "100000"),
            Map.entry("max-calls", "1000000"),
            Map.entry("max-calls-per-peer", "1000000"),
            Map.entry("max-streams", "1000000"),
            Map.entry("max-streams-per-peer", "1000000"),
            Map.entry("max-calls-per-connection", "100000"),
            Map.entry("max-resets", "1000000"),
            Map.entry("max-resets-per-peer", "1000000"),
            Map.entry("max-response-total", "1024GiB"),
            Map.entry("overload-delay", "0s"));

    /** Whether something optional is there. */
    public enum Switch {
        OFF,
        ON
    }

    public final String host = text(
            "host",
            "localhost",
            "Address of the gRPC, metrics and gateway ports. localhost: loopback; 0.0.0.0 or :: for all interfaces.");
    public final int port = number("port", "50051", "0 to 65535", "gRPC port; 0 picks a free one.");
    public final int metricsPort = number(
            "metrics-port", "9464", "0 to 65535", "HTTP port for /metrics, /healthz and /readyz; 0 picks a free one.");
    public final String adminHost = text(
            "admin-host", "localhost", "Address of --admin-port; a loopback address unless --admin-token-file is set.");
    public final OptionalInt adminPort = read(
            "admin-port",
            "",
            "0 to 65535, or empty for none",
            "gRPC port of AdminService, which changes behavior and state at run time; 0 picks a free one.",
            ServiceSettings::optionalPort);
    public final String adminTokenFile =
            text("admin-token-file", "", "Tokens of administrators, a file in the format of --token-file.");
    public final OptionalInt httpPort = read(
            "http-port",
            "",
            "0 to 65535, or empty for none",
            "Port of the gateway, which serves HTTP/JSON, gRPC-Web, WebSocket and pages; 0 picks a free one.",
            ServiceSettings::optionalPort);
    public final List<String> httpOrigins = read(
            "http-origins",
            "",
            "comma-separated origins such as https://example.org, or *",
            "Web sites whose pages may call the gateway (CORS, WebSocket), beside its own pages.",
            ServiceSettings::origins);
    public final String instance = text("instance", "", "Name of this server in responses; if empty, the host name.");

    public final MetricNames metricNames = choice(
            "metric-names",
            "micrometer",
            MetricNames.class,
            "Names of the call metrics; grpc-ecosystem: those of go-grpc-prometheus, otel: OpenTelemetry's conventions.");

    public final int accessLog =
            number("access-log", "0", "0 to 1000000", "Logs every n-th call to stderr; 1: every call, 0: none.");
    public final LogFormat logFormat =
            choice("log-format", "text", LogFormat.class, "How lines on stderr are written.");
    public final String otlpEndpoint = text(
            "otlp-endpoint",
            "",
            "OpenTelemetry collector that gets traces of calls by OTLP over HTTP, such as http://localhost:4318.");
    public final double traceRatio = read(
            "trace-ratio",
            "1",
            "0 to 1",
            "Sampling ratio of traces, for calls that arrive without a sampling decision.",
            ServiceSettings::ratio);

    public final String tlsCert = text(
            "tls-cert",
            "",
            "Certificate chain of the server, a PEM file; with --tls-key, gRPC is served over TLS only.");
    public final String tlsKey = text("tls-key", "", "Private key of the server, a PKCS#8 PEM file.");
    public final String tlsClientCa =
            text("tls-client-ca", "", "CA certificates by which client certificates are verified, a PEM file.");
    public final ClientAuth tlsClientAuth = choice(
            "tls-client-auth",
            "none",
            ClientAuth.class,
            "Client certificates on the gRPC port. request: optional, verified if sent; require: mandatory.");
    public final Switch metricsTls =
            choice("metrics-tls", "off", Switch.class, "TLS on the metrics port; on: with the same certificate.");
    public final ClientAuth metricsTlsClientAuth =
            choice("metrics-tls-client-auth", "none", ClientAuth.class, "Client certificates on the metrics port.");
    public final String tokenFile =
            text("token-file", "", "Static tokens of callers, a file with lines of 'NAME TOKEN [SCOPE,...]'.");
    public final String jwks = text(
            "jwks",
            "",
            "Keys of callers' JSON Web Tokens, a file or an https URL; needs --jwt-issuer and --jwt-audience.");
    public final String jwtIssuer = text("jwt-issuer", "", "Issuer (iss) of JSON Web Tokens.");
    public final String jwtAudience = text("jwt-audience", "", "Audience (aud) of JSON Web Tokens.");
    public final Duration jwtClockSkew =
            time("jwt-clock-skew", "60s", "0s to 10m", "How far the clocks of issuer and server may differ.");
    public final Pattern tokenExempt = keys(
            "token-exempt",
            "grpc.health.v1.Health/*",
            "Methods that need no token: comma-separated full names; * matches any text.");
    public final List<MethodRules.Scope> tokenScopes = read(
            "token-scopes",
            "",
            "comma-separated SCOPE=METHODS, such as ops=grpc.channelz.*",
            "Scopes that a token needs for some methods; * matches any text.",
            MethodRules::scopes);
    public final Duration reloadInterval = time(
            "reload-interval",
            "10s",
            "100ms to 1h",
            "How often to look for changes of certificates and token files, which apply without a restart.");

    public final Switch reflection =
            choice("reflection", "on", Switch.class, "Server reflection, by which tools find methods.");
    public final Switch channelz = choice(
            "channelz", "on", Switch.class, "The channelz service, which shows connections and their addresses.");
    public final Switch interop = choice(
            "interop", "off", Switch.class, "grpc.testing.TestService, which gRPC's interoperability clients call.");
    public final BehaviorPolicy behavior = choice(
            "behavior",
            "all",
            BehaviorPolicy.class,
            "Which behavior callers may request; safe: delays up to 1s, padding up to 64KiB, no CPU time, information, or"
                    + " endings never, close and goaway.");
    public final Behavior behaviorDefault = read(
            "behavior-default",
            "",
            "such as delay=20ms..80ms; error=UNAVAILABLE@10%, see docs/behaviors.md",
            "Default behavior of all calls; a field that a message or its metadata sets replaces the one here.",
            BehaviorGrammar::ofSetting);

    public final Pattern exposeMetadata = keys(
            "expose-metadata",
            "user-agent,content-type,te,accept-encoding,authorization,cookie,grpc-*,x-*,yodel-*,traceparent,"
                    + "tracestate,baggage,b3,forwarded,via",
            "Request metadata that responses may include: comma-separated keys; * matches any text. See --secret-metadata.");
    public final Pattern secretMetadata = keys(
            "secret-metadata",
            "*authorization*,*cookie*,*token*,*secret*,*password*,*credential*,*api-key*,*apikey*,*session*,"
                    + "*signature*,x-amz-*,x-goog-*,x-forwarded-client-cert*",
            "Request metadata whose values are shown as <redacted>: comma-separated keys.");

    public final Duration drainWait = time(
            "drain-wait",
            "1s",
            "0s to 5m",
            "After SIGTERM or SIGINT: how long to accept calls while reporting not ready, so that balancers can react.");
    public final Duration grace = time(
            "grace",
            "10s",
            "0s to 1h",
            "After --drain-wait: how long open calls may take to finish before they are closed.");

    public final int maxMessageSize =
            number("max-message-size", "4MiB", "1B to 1024MiB", "Maximum size of a request message.");
    public final int maxMetadataSize =
            number("max-metadata-size", "8KiB", "1KiB to 16MiB", "Maximum size of request metadata.");
    public final int flowControlWindow = number(
            "flow-control-window",
            "1MiB",
            "64KiB to 64MiB",
            "Initial HTTP/2 flow-control window, per connection and per stream.");

    public final Profile profile = profile();
    public final int responseMemory = number(
            "response-memory",
            "48MiB",
            "1MiB to 1024MiB",
            "Maximum size of all responses that clients have not read yet; calls beyond it wait. The default is lower if there is little memory.");
    public final int responseMemoryPerConnection = number(
            "response-memory-per-connection",
            "16MiB",
            "64KiB to 1024MiB",
            "Maximum size of unread responses per connection; also the maximum size of a response.");
    public final int responseMemoryPerCall = number(
            "response-memory-per-call",
            "128KiB",
            "4KiB to 1024MiB",
            "Maximum size of unread responses per call; the last response may go over it.");

    public final int requestMemory = number(
            "request-memory",
            "64MiB",
            "1MiB to 1024MiB",
            "Maximum size of all requests that are incomplete or not answered yet, at least --max-message-size; calls beyond it"
                    + " end with RESOURCE_EXHAUSTED.");
    public final int requestMemoryPerConnection = number(
            "request-memory-per-connection",
            "32MiB",
            "64KiB to 1024MiB",
            "Maximum size of such requests per connection; calls beyond it end with RESOURCE_EXHAUSTED.");
    public final int httpRequestMemory = number(
            "http-request-memory",
            "32MiB",
            "64KiB to 1024MiB",
            "Maximum size of all HTTP bodies that are incomplete or not answered yet; at least that of one body.");
    public final int httpRequestMemoryPerPeer = number(
            "http-request-memory-per-peer",
            "16MiB",
            "64KiB to 1024MiB",
            "Maximum size of such bodies per client address; requests beyond it are refused with 429.");
    public final long maxResponseTotal = size(
            "max-response-total",
            "1GiB",
            "1MiB to 999999GiB",
            "Maximum size of all responses to one request together: their number times their size.");

    public final Duration firstMessageTimeout = time(
            "first-message-timeout",
            "60s",
            "0s to 24h",
            "Ends calls whose first request is not complete after this time; 0s: never.");
    public final Duration messageTimeout = time(
            "message-timeout",
            "15s",
            "0s to 24h",
            "Ends calls whose request has begun and is not complete after this time; 0s: never.");
    public final Duration stalledResponseTimeout = time(
            "stalled-response-timeout",
            "30s",
            "0s to 24h",
            "Ends calls whose client has read no response for this time, if other calls wait for memory; 0s: never.");
    public final Duration maxCallAge =
            time("max-call-age", "0s", "0s to 24h", "Ends calls that are open for this long; 0s: never.");

    public final int maxConnections =
            number("max-connections", "10000", "1 to 1000000", "Maximum number of connections.");
    public final int maxConnectionsPerPeer = number(
            "max-connections-per-peer",
            "1000",
            "1 to 1000000",
            "Maximum number of connections per client address (IPv6: per /64).");
    public final int maxCalls = number("max-calls", "20000", "1 to 10000000", "Maximum number of open unary calls.");
    public final int maxCallsPerPeer = number(
            "max-calls-per-peer", "10000", "1 to 10000000", "Maximum number of open unary calls per client address.");
    public final int maxStreams = number("max-streams", "10000", "1 to 10000000", "Maximum number of open streams.");
    public final int maxStreamsPerPeer = number(
            "max-streams-per-peer", "5000", "1 to 10000000", "Maximum number of open streams per client address.");
    public final Networks trustedProxies = read(
            "trusted-proxies",
            "",
            "comma-separated addresses or networks such as 10.0.0.0/8",
            "Proxies that forward the calls of many clients: limits per client address do not apply to them.",
            Networks::parse);
    public final Duration overloadDelay = time(
            "overload-delay",
            "50ms",
            "0s to 1m",
            "Load shedding: an event loop that takes longer than this for what it reads in one pass refuses new calls; 0s: never.");
    public final int overloadMin = number(
            "overload-min",
            "10",
            "1 to 1000000",
            "Number of calls and messages that such an event loop still accepts in each pass.");
    public final int maxCallsPerConnection = number(
            "max-calls-per-connection",
            "5000",
            "1 to 1000000",
            "Maximum concurrent calls per connection (HTTP/2 MAX_CONCURRENT_STREAMS).");
    public final int maxResetsPerPeer = number(
            "max-resets-per-peer",
            "40000",
            "1 to 1000000",
            "Maximum HTTP/2 RST_STREAM frames per client address in 30 s.");
    public final Duration slowConnectionTimeout = time(
            "slow-connection-timeout",
            "15s",
            "1s to 1h",
            "Closes connections that take this long for one HTTP/2 frame or one block of headers.");
    public final int maxResets = number(
            "max-resets",
            "20000",
            "1 to 1000000",
            "Maximum HTTP/2 RST_STREAM frames per connection in 30 s; protects against Rapid Reset.");

    public final Duration handshakeTimeout =
            time("handshake-timeout", "10s", "1s to 2m", "Time limit for the HTTP/2 handshake of a new connection.");
    public final Duration maxConnectionIdle =
            time("max-connection-idle", "30m", "0s to 24h", "Closes connections idle for this long; 0s: never.");
    public final Duration maxConnectionAge = time(
            "max-connection-age", "0s", "0s to 24h", "Asks clients to reconnect after this time (GOAWAY); 0s: never.");
    public final Duration maxConnectionAgeGrace = time(
            "max-connection-age-grace", "10m", "0s to 24h", "How long calls may continue after --max-connection-age.");
    public final Duration keepAliveTime =
            time("keep-alive-time", "60s", "1s to 24h", "Pings a connection after this time without activity.");
    public final Duration keepAliveTimeout =
            time("keep-alive-timeout", "20s", "1s to 10m", "Closes a connection if a ping gets no reply in this time.");
    public final Duration permitKeepAliveTime = time(
            "permit-keep-alive-time",
            "10s",
            "0s to 24h",
            "Minimum interval between client pings; clients that ping more often are disconnected.");

    public final int maxRooms = number("max-rooms", "100", "1 to 10000", "Maximum number of chat rooms.");
    public final int maxRoomMembers =
            number("max-room-members", "1000", "1 to 100000", "Maximum number of members in a chat room.");
    public final int maxPostSize = number(
            "max-post-size",
            "16KiB",
            "1B to 1MiB",
            "Maximum size of a post in a chat room, text and payload together.");
    public final int roomHistory = number(
            "room-history",
            "1000",
            "1 to 100000",
            "Number of events that a chat room keeps, for members that read slowly or resume.");
    public final int roomHistorySize =
            number("room-history-size", "1MiB", "1KiB to 64MiB", "Maximum size of the events that a chat room keeps.");
    public final Duration keepEmptyRooms = time(
            "keep-empty-rooms",
            "5m",
            "0s to 24h",
            "How long a chat room keeps its events after its last member has left.");

    /** Comes before the settings whose defaults it changes. */
    private Profile profile() {
        Profile chosen = choice(
                "profile",
                "default",
                Profile.class,
                "Defaults of the limits; load-test: so high that a load test from one address does not reach them.");
        Map<String, String> defaults =
                new HashMap<>(MemoryDefaults.ofThisProcess().smaller());
        if (chosen == Profile.LOAD_TEST) {
            defaults.putAll(LOAD_TEST);
        }
        useDefaults(defaults);
        return chosen;
    }

    ServiceSettings(Function<String, @Nullable Given> lookup) {
        super(lookup);
        requireHttp("otlp-endpoint", otlpEndpoint);
        requireFor("admin-token-file", !adminTokenFile.isEmpty(), "admin-port", adminPort.isPresent());
        requireFor(
                "admin-host " + adminHost,
                adminPort.isPresent() && !isLoopback(adminHost),
                "admin-token-file",
                !adminTokenFile.isEmpty());
        requireFor("tls-cert", !tlsCert.isEmpty(), "tls-key", !tlsKey.isEmpty());
        requireFor("tls-key", !tlsKey.isEmpty(), "tls-cert", !tlsCert.isEmpty());
        requireFor("metrics-tls", metricsTls == Switch.ON, "tls-cert", !tlsCert.isEmpty());
        requireFor("jwks", !jwks.isEmpty(), "jwt-issuer", !jwtIssuer.isEmpty());
        requireFor("jwks", !jwks.isEmpty(), "jwt-audience", !jwtAudience.isEmpty());
        requireFor("jwt-issuer", !jwtIssuer.isEmpty(), "jwks", !jwks.isEmpty());
        requireFor("jwt-audience", !jwtAudience.isEmpty(), "jwks", !jwks.isEmpty());
        boolean tokens = !tokenFile.isEmpty() || !jwks.isEmpty();
        requireFor("token-scopes", !tokenScopes.isEmpty(), "token-file or --jwks", tokens);
        boolean grpcClients = tlsClientAuth != ClientAuth.NONE;
        boolean metricsClients = metricsTlsClientAuth != ClientAuth.NONE;
        requireFor("tls-client-auth", grpcClients, "tls-cert", !tlsCert.isEmpty());
        requireFor("tls-client-auth", grpcClients, "tls-client-ca", !tlsClientCa.isEmpty());
        requireFor("metrics-tls-client-auth", metricsClients, "metrics-tls", metricsTls == Switch.ON);
        requireFor("metrics-tls-client-auth", metricsClients, "tls-client-ca", !tlsClientCa.isEmpty());
        requireFor("http-origins", !httpOrigins.isEmpty(), "http-port", httpPort.isPresent());
        if (httpPort.isPresent() && tlsClientAuth == ClientAuth.REQUIRE) {
            throw new IllegalArgumentException("--tls-client-auth: require with --http-port"
                    + " (expected: none or request, because the gateway has no certificate of a client)");
        }
        requireFor("tls-client-ca", !tlsClientCa.isEmpty(), "tls-client-auth", grpcClients || metricsClients);
    }

    private static OptionalInt optionalPort(String text) {
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(text);
        }
        return OptionalInt.of(port);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static double ratio(String text) {
        double ratio = Double.parseDouble(text);
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(text);
        }
        return ratio;
    }

    private static List<String> origins(String text) {
        List<String> origins = Splitter.on(',').trimResults().omitEmptyStrings().splitToList(text);
        for (String origin : origins) {
            if (!origin.matches("\\*|https?://[^/@?#*,\\s]+")) {
                throw new IllegalArgumentException(origin);
            }
        }
        return origins;
    }

    private static void requireHttp(String name, String url) {
        if (!url.isEmpty() && !url.matches("https?://[^/@?#]+(/[^?#]*)?")) {
            throw new IllegalArgumentException(
                    "--" + name + ": not a usable URL (expected: for example http://localhost:4318)");
        }
    }

    /** A setting that would have no effect, or not the expected one, is refused. */
    private static void requireFor(String name, boolean used, String other, boolean otherUsed) {
        if (used && !otherUsed) {
            throw new IllegalArgumentException("--" + name + " without --" + other + " (expected: both)");
        }
    }
}
