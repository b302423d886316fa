package dev.yodel.loadtest.cli.options;

import dev.yodel.gatling.grpc.config.ChannelSettings;
import dev.yodel.gatling.grpc.config.PoolSettings;
import dev.yodel.gatling.grpc.config.TransportSettings;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many connections a load has, and how they are kept. */
public final class ConnectionOptions {

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_CALLS = 1_000_000;
    private static final Duration LEAST_AGE = Duration.ofMillis(100);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Number of connections, used in turn by call. Default: 1.")
    private @Nullable Integer connections;

    @Option(
            names = "--connection-per-user",
            description = "Each user, or held stream, has its own connection. Not with --rate alone on unary calls.")
    private boolean connectionPerUser;

    @Option(
            names = "--streams-per-connection",
            paramLabel = "N",
            description = "Maximum number of concurrent calls per connection; another connection is opened above it.")
    private @Nullable Integer streamsPerConnection;

    @Option(
            names = "--max-connection-age",
            paramLabel = "TIME",
            description =
                    "At this age a connection takes no new calls and closes after its last one; another one replaces it.")
    private @Nullable Duration maxConnectionAge;

    @Option(
            names = "--churn",
            paramLabel = "N|TIME",
            description =
                    "Reconnect after every N calls (1: a new connection for each call), or after a time such as 5s. The time"
                            + " to connect is reported separately.")
    private @Nullable String churn;

    @Option(
            names = "--lb-policy",
            paramLabel = "NAME",
            description =
                    "Load balancing over the addresses of the target: pick_first or round_robin. Default: pick_first.")
    private @Nullable String lbPolicy;

    @Option(
            names = "--keep-alive",
            paramLabel = "TIME",
            description = "Send an HTTP/2 ping after this time without data, 10s or more.")
    private @Nullable Duration keepAlive;

    @Option(
            names = "--max-metadata-size",
            paramLabel = "SIZE",
            converter = CallOptions.SizeConverter.class,
            description = "Maximum size of received headers, and of trailers. Default: 8KiB.")
    private @Nullable Integer maxMetadataSize;

    /** The target with these settings. */
    public Target applyTo(Target target) {
        ChannelSettings channels = target.channels();
        try {
            return target.with(channels.withPool(pool())
                    .withTransport(transport(channels.transport()))
                    .withRouting(
                            lbPolicy == null
                                    ? channels.routing()
                                    : channels.routing().withLoadBalancingPolicy(policy(lbPolicy))));
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    private PoolSettings pool() {
        PoolSettings pool = PoolSettings.SHARED;
        if (connectionPerUser) {
            if (connections != null) {
                throw problem(
                        "--connections: cannot be combined with --connection-per-user (expected: one of the two)");
            }
            pool = pool.withOwner(PoolSettings.Owner.USER);
        }
        if (connections != null) {
            pool = pool.withSize(within("--connections", connections));
        }
        if (streamsPerConnection != null) {
            if (streamsPerConnection < 1) {
                throw problem("--streams-per-connection: %d (expected: 1 or more)".formatted(streamsPerConnection));
            }
            pool = pool.withMaxChannels(MOST_CONNECTIONS).withMaxStreams(streamsPerConnection);
        }
        if (churn != null) {
            return churned(pool, churn);
        }
        if (maxConnectionAge == null) {
            return pool;
        }
        if (maxConnectionAge.compareTo(LEAST_AGE) < 0) {
            throw problem("--max-connection-age: less than 100ms (expected: 100ms or more)");
        }
        return pool.withMaxAge(maxConnectionAge);
    }

    private PoolSettings churned(PoolSettings pool, String text) {
        if (maxConnectionAge != null) {
            throw problem("--churn: cannot be combined with --max-connection-age (expected: one of the two)");
        }
        String expected = "--churn: %s (expected: a number of calls from 1 to %d, or a time of 100ms or more)"
                .formatted(text, MOST_CALLS);
        try {
            if (text.chars().allMatch(Character::isDigit)) {
                int calls = Integer.parseInt(text);
                if (calls >= 1 && calls <= MOST_CALLS) {
                    return pool.withMaxCalls(calls);
                }
            } else if (Durations.parse(text).compareTo(LEAST_AGE) >= 0) {
                return pool.withMaxAge(Durations.parse(text));
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), expected, e);
        }
        throw problem(expected);
    }

    private TransportSettings transport(TransportSettings transport) {
        TransportSettings changed =
                maxMetadataSize == null ? transport : transport.withMaxInboundMetadataSize(maxMetadataSize);
        if (keepAlive == null) {
            return changed;
        }
        if (keepAlive.compareTo(Duration.ofSeconds(10)) < 0) {
            throw problem("--keep-alive: less than 10s (expected: 10s or more, as gRPC allows no less)");
        }
        return changed.withKeepAlive(
                new TransportSettings.KeepAlive(keepAlive, TransportSettings.KeepAlive.DEFAULT_TIMEOUT, false));
    }

    private String policy(String name) {
        if (!name.equals("pick_first") && !name.equals("round_robin")) {
            throw problem("--lb-policy: %s (expected: pick_first or round_robin)".formatted(name));
        }
        return name;
    }

    private int within(String flag, int value) {
        if (value < 1 || value > MOST_CONNECTIONS) {
            throw problem("%s: %d (expected: 1 to %d)".formatted(flag, value, MOST_CONNECTIONS));
        }
        return value;
    }

    private ParameterException problem(String text) {
        return new ParameterException(command.commandLine(), text);
    }
}
