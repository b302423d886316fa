package dev.yodel.gatling.grpc.config;

import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How connections are kept. What is null is left as gRPC has it. Immutable.
 *
 * @param keepAlive how dead connections are found; null is not at all
 * @param idleTimeout after how long without a call a connection is let go, at least 1 s; gRPC's is 30 min
 * @param maxInboundMetadataSize bytes of the headers, and of the trailers, that a call may receive; gRPC's is 8 KiB
 * @param flowControlWindow bytes that servers may send ahead on a stream at first, before gRPC adjusts it to what the
 *     network carries; gRPC's is 1 MiB
 * @param userAgent what stands before gRPC's own name in the {@code user-agent} header
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
     * How dead connections are found: by a ping now and then.
     *
     * @param time how long nothing may come from the server before it is asked, at least 10 s, below which gRPC would
     *     quietly take 10 s
     * @param timeout how long its answer may take before the connection is given up, at least 10 ms
     * @param withoutCalls whether also connections without an open call are asked, for which servers may hang up
     */
    public record KeepAlive(Duration time, Duration timeout, boolean withoutCalls) {

        /** gRPC's own time-out. */
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
