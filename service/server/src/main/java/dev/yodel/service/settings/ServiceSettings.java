package dev.yodel.service.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Every setting of the server, once: name, default, bounds and meaning. A flag ({@code --metrics-port 0}) goes before a
 * variable ({@code YODEL_METRICS_PORT=0}), a variable before a line of the {@code --config} file
 * ({@code metrics-port=0}), that before the default.
 */
public final class ServiceSettings {

    public final String host;
    public final int port;
    public final int metricsPort;
    public final String instance;

    public final List<String> exposeMetadata;
    public final List<String> secretMetadata;

    public final Duration drainWait;
    public final Duration grace;

    public final int maxMessageSize;
    public final int maxMetadataSize;
    public final int flowControlWindow;
    public final int maxCallsPerConnection;
    public final int maxResets;
    public final Duration handshakeTimeout;
    public final Duration maxConnectionIdle;
    public final Duration maxConnectionAge;
    public final Duration maxConnectionAgeGrace;
    public final Duration keepAliveTime;
    public final Duration keepAliveTimeout;
    public final Duration permitKeepAliveTime;

    ServiceSettings(SettingSource from) {
        host = from.text("host", "localhost", "Address to listen on; 0.0.0.0 is every IPv4 address, :: every address.");
        port = from.number("port", 50051, 0, 65535, "Port for gRPC; 0 takes a free one.");
        metricsPort = from.number(
                "metrics-port",
                9464,
                0,
                65535,
                "Port for /metrics, /healthz and /readyz over HTTP; 0 takes a free one.");
        instance = from.text("instance", "", "Name of this server in its answers; empty is the host name.");

        exposeMetadata = from.list(
                "expose-metadata",
                "user-agent,content-type,te,accept-encoding,authorization,cookie,grpc-*,x-*,yodel-*,traceparent,"
                        + "tracestate,baggage,b3,forwarded,via",
                "Request metadata that callers may be told back; * stands for anything at either end of a key.");
        secretMetadata = from.list(
                "secret-metadata",
                "*authorization*,*cookie*,*token*,*secret*,*password*,*credential*,*api-key*,*apikey*,*session*,"
                        + "*signature*,x-amz-*,x-goog-*,x-forwarded-client-cert*",
                "Request metadata whose values are told as <redacted>.");

        drainWait = from.time(
                "drain-wait",
                "1s",
                "0s",
                "5m",
                "On SIGTERM, how long to serve on as not ready, for balancers to notice.");
        grace = from.time(
                "grace", "10s", "0s", "1h", "On SIGTERM, how long open calls may then go on before they are cut.");

        maxMessageSize = from.size("max-message-size", "4MiB", "1B", "1024MiB", "Largest request message taken.");
        maxMetadataSize = from.size("max-metadata-size", "8KiB", "1KiB", "16MiB", "Largest request metadata taken.");
        flowControlWindow = from.size(
                "flow-control-window",
                "1MiB",
                "64KiB",
                "64MiB",
                "HTTP/2 window that a connection and a call start with.");
        maxCallsPerConnection =
                from.number("max-calls-per-connection", 20_000, 1, 1_000_000, "Calls open at once on one connection.");
        maxResets = from.number(
                "max-resets",
                20_000,
                1,
                1_000_000,
                "Calls that one connection may reset within 30 s before it is closed (Rapid Reset, MadeYouReset).");
        handshakeTimeout = from.time(
                "handshake-timeout", "10s", "1s", "2m", "How long a new connection may take to speak HTTP/2.");
        maxConnectionIdle = from.time(
                "max-connection-idle", "30m", "0s", "24h", "When to close a connection without calls; 0s is never.");
        maxConnectionAge = from.time(
                "max-connection-age", "0s", "0s", "24h", "When to ask a client to connect anew; 0s is never.");
        maxConnectionAgeGrace = from.time(
                "max-connection-age-grace",
                "10m",
                "0s",
                "24h",
                "How long calls may go on past the age of their connection.");
        keepAliveTime = from.time(
                "keep-alive-time", "60s", "1s", "24h", "How long a connection may be silent before it is pinged.");
        keepAliveTimeout = from.time(
                "keep-alive-timeout",
                "20s",
                "1s",
                "10m",
                "How long a ping may go unanswered before the connection is closed.");
        permitKeepAliveTime = from.time(
                "permit-keep-alive-time", "10s", "0s", "24h", "How often clients may ping, with or without calls.");
    }

    /**
     * Settings by flags alone, without variables or a file: for those who start the server inside their own program.
     *
     * @throws BadSettingException if a flag is unknown or its value out of bounds
     */
    public static ServiceSettings of(String... flags) {
        return ServiceCommand.parse(flags, Map.of());
    }
}
