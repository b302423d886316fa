package dev.yodel.gatling.grpc.config;

import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Settings of connections. Null is gRPC's default. Immutable.
 *
 * @param keepAlive how dead connections are detected; null is not at all
 * @param idleTimeout the time without calls after which a connection is closed, at least 1 s; gRPC's default is 30 min
 * @param maxInboundMetadataSize the maximum size of received headers, and of trailers, in bytes; gRPC's default is 8
 *     KiB
 * @param flowControlWindow the initial flow-control window of a stream in bytes, which gRPC adapts to the network;
 *     gRPC's default is 1 MiB
 * @param userAgent the prefix of gRPC's own name in the {@code user-agent} header
 */
public record TransportSettings(
        @Nullable KeepAlive keepAlive,
        @Nullable Duration idleTimeout,
        @Nullable Integer maxInboundMetadataSize,
        @Nullable Integer flowControlWindow,
        @Nullable String userAgent) {

    public static final TransportSettings DEFAULTS = new TransportSettings(null, null, null, null, null);

    private static final Duration LEAST_IDLE = Duration.ofSeconds(1);

    public TransportSettings {
        Bounds.atLeast(LEAST_IDLE, "idle time-out", idleTimeout);
        Bounds.positive("maxInboundMetadataSize", maxInboundMetadataSize);
        Bounds.positive("flowControlWindow", flowControlWindow);
        Bounds.notBlank("user agent", userAgent, "a product name, with /version or without");
    }

    public TransportSettings withKeepAlive(KeepAlive newKeepAlive) {
        return new TransportSettings(newKeepAlive, idleTimeout, maxInboundMetadataSize, flowControlWindow, userAgent);
    }

    public TransportSettings withIdleTimeout(Duration timeout) {
        return new TransportSettings(keepAlive, timeout, maxInboundMetadataSize, flowControlWindow, userAgent);
    }

    public TransportSettings withMaxInboundMetadataSize(int bytes) {
        return new TransportSettings(keepAlive, idleTimeout, bytes, flowControlWindow, userAgent);
    }

    public TransportSettings withFlowControlWindow(int bytes) {
        return new TransportSettings(keepAlive, idleTimeout, maxInboundMetadataSize, bytes, userAgent);
    }

    public TransportSettings withUserAgent(String newUserAgent) {
        return new TransportSettings(keepAlive, idleTimeout, maxInboundMetadataSize, flowControlWindow, newUserAgent);
    }

    /** Configures a channel. */
    public void applyTo(NettyChannelBuilder builder) {
        if (keepAlive != null) {
            keepAlive.applyTo(builder);
        }
        if (idleTimeout != null) {
            builder.idleTimeout(idleTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (maxInboundMetadataSize != null) {
            builder.maxInboundMetadataSize(maxInboundMetadataSize);
        }
        if (flowControlWindow != null) {
            builder.initialFlowControlWindow(flowControlWindow);
        }
        if (userAgent != null) {
            builder.userAgent(userAgent);
        }
    }

    /**
     * Detects dead connections by HTTP/2 pings.
     *
     * @param time the time without data from the server before a ping, at least 10 s, which gRPC silently uses for less
     * @param timeout the time-out of the answer, at least 10 ms
     * @param withoutCalls whether pings are sent without open calls, for which servers may close the connection
     */
    public record KeepAlive(Duration time, Duration timeout, boolean withoutCalls) {

        /** gRPC's default time-out. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

        private static final Duration LEAST_TIME = Duration.ofSeconds(10);
        private static final Duration LEAST_TIMEOUT = Duration.ofMillis(10);

        public KeepAlive {
            Bounds.atLeast(LEAST_TIME, "keep-alive time", time);
            Bounds.atLeast(LEAST_TIMEOUT, "keep-alive time-out", timeout);
        }

        void applyTo(NettyChannelBuilder builder) {
            builder.keepAliveTime(time.toNanos(), TimeUnit.NANOSECONDS)
                    .keepAliveTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    .keepAliveWithoutCalls(withoutCalls);
        }
    }
}
