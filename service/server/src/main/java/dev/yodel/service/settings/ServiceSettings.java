package dev.yodel.service.settings;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Every setting of the server, declared once with its default and bounds. A flag ({@code --metrics-port 0}) overrides a
 * variable ({@code YODEL_METRICS_PORT=0}), which overrides a line of the {@code --config} file ({@code metrics-port=0}),
 * which overrides the default. Picocli implements this interface; instances are immutable. Reflection returns its methods in any
 * order, so each option states its own.
 */
@Command(
        name = "yodel serve",
        description = "Starts the Greeting/Echo gRPC server.",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "",
            "Each setting is also a variable (--metrics-port: YODEL_METRICS_PORT) and a line of the --config file",
            "(metrics-port=9464). Precedence: flag, variable, file, default.",
            "YODEL_LOG_LEVEL sets the log level: DEBUG, INFO, WARN (default) or ERROR.",
            "Exit codes: 0 drained after SIGTERM or SIGINT, 1 could not start, 2 invalid settings."
        })
public interface ServiceSettings {

    @Option(order = 1, names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    @Nullable
    String config();

    @Option(
            order = 2,
            names = "--host",
            defaultValue = "localhost",
            description = "Address to listen on; 0.0.0.0 for all IPv4 addresses, :: for all addresses.")
    String host();

    @Bounds(min = "0", max = "65535")
    @Option(order = 3, names = "--port", defaultValue = "50051", description = "gRPC port; 0 picks a free one.")
    int port();

    @Bounds(min = "0", max = "65535")
    @Option(
            order = 4,
            names = "--metrics-port",
            defaultValue = "9464",
            description = "HTTP port for /metrics, /healthz and /readyz; 0 picks a free one.")
    int metricsPort();

    @Option(
            order = 5,
            names = "--instance",
            defaultValue = "",
            description = "Name of this server in ServerInfo; if empty, the host name.")
    String instance();

    @Option(
            order = 6,
            names = "--expose-metadata",
            defaultValue =
                    "user-agent,content-type,te,accept-encoding,authorization,cookie,grpc-*,x-*,yodel-*,traceparent,"
                            + "tracestate,baggage,b3,forwarded,via",
            description = "Request metadata that CallInfo may include: comma-separated keys; * matches any text.")
    Pattern exposeMetadata();

    @Option(
            order = 7,
            names = "--secret-metadata",
            defaultValue =
                    "*authorization*,*cookie*,*token*,*secret*,*password*,*credential*,*api-key*,*apikey*,*session*,"
                            + "*signature*,x-amz-*,x-goog-*,x-forwarded-client-cert*",
            description = "Request metadata whose values CallInfo shows as <redacted>: comma-separated keys.")
    Pattern secretMetadata();

    @Bounds(min = "0s", max = "5m")
    @Option(
            order = 8,
            names = "--drain-wait",
            defaultValue = "1s",
            description =
                    "After SIGTERM, how long to keep serving while reporting not ready, for load balancers to react.")
    Duration drainWait();

    @Bounds(min = "0s", max = "1h")
    @Option(
            order = 9,
            names = "--grace",
            defaultValue = "10s",
            description = "After --drain-wait, how long open calls may continue before they are forcibly closed.")
    Duration grace();

    @Bounds(min = "1B", max = "1024MiB")
    @Option(
            order = 10,
            names = "--max-message-size",
            defaultValue = "4MiB",
            description = "Maximum size of a request message.")
    int maxMessageSize();

    @Bounds(min = "1KiB", max = "16MiB")
    @Option(
            order = 11,
            names = "--max-metadata-size",
            defaultValue = "8KiB",
            description = "Maximum size of request metadata.")
    int maxMetadataSize();

    @Bounds(min = "64KiB", max = "64MiB")
    @Option(
            order = 12,
            names = "--flow-control-window",
            defaultValue = "1MiB",
            description = "Initial HTTP/2 flow-control window of each connection and call.")
    int flowControlWindow();

    @Bounds(min = "1", max = "1000000")
    @Option(
            order = 13,
            names = "--max-calls-per-connection",
            defaultValue = "20000",
            description = "Maximum number of concurrent calls per connection.")
    int maxCallsPerConnection();

    @Bounds(min = "1", max = "1000000")
    @Option(
            order = 14,
            names = "--max-resets",
            defaultValue = "20000",
            description = "Maximum number of calls a connection may reset in 30 s; beyond it, the connection is closed"
                    + " (protects against Rapid Reset and MadeYouReset).")
    int maxResets();

    @Bounds(min = "1s", max = "2m")
    @Option(
            order = 15,
            names = "--handshake-timeout",
            defaultValue = "10s",
            description = "Time limit for the HTTP/2 handshake of a new connection.")
    Duration handshakeTimeout();

    @Bounds(min = "0s", max = "24h")
    @Option(
            order = 16,
            names = "--max-connection-idle",
            defaultValue = "30m",
            description = "Closes a connection that has had no calls for this long; 0s: never.")
    Duration maxConnectionIdle();

    @Bounds(min = "0s", max = "24h")
    @Option(
            order = 17,
            names = "--max-connection-age",
            defaultValue = "0s",
            description = "Asks clients to reconnect after this time (GOAWAY); 0s: never.")
    Duration maxConnectionAge();

    @Bounds(min = "0s", max = "24h")
    @Option(
            order = 18,
            names = "--max-connection-age-grace",
            defaultValue = "10m",
            description = "How long calls may continue after --max-connection-age.")
    Duration maxConnectionAgeGrace();

    @Bounds(min = "1s", max = "24h")
    @Option(
            order = 19,
            names = "--keep-alive-time",
            defaultValue = "60s",
            description = "Pings a connection after this time without activity.")
    Duration keepAliveTime();

    @Bounds(min = "1s", max = "10m")
    @Option(
            order = 20,
            names = "--keep-alive-timeout",
            defaultValue = "20s",
            description = "Closes a connection if a ping is not acknowledged within this time.")
    Duration keepAliveTimeout();

    @Bounds(min = "0s", max = "24h")
    @Option(
            order = 21,
            names = "--permit-keep-alive-time",
            defaultValue = "10s",
            description = "Minimum interval between keep-alive pings from clients, with or without calls.")
    Duration permitKeepAliveTime();

    /**
     * Settings from flags alone, without variables or a file: to start the server inside another program.
     *
     * @throws ParameterException if a flag is unknown or its value out of bounds
     */
    static ServiceSettings of(String... flags) {
        return ServiceCommand.parse(flags, Map.of());
    }
}
