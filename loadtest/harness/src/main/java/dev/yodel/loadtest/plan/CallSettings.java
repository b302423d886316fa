package dev.yodel.loadtest.plan;

import dev.yodel.loadtest.plan.data.Feed;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How each call of a request is made; null is gRPC's default.
 *
 * @param timeout the deadline of each call, 1 ms to 30 days; null for none
 * @param compressor the compression of its messages: gzip; null for none
 * @param maxMessageSize the maximum size of a response message in bytes
 * @param feed the rows that expressions read; null for none
 */
public record CallSettings(
        @Nullable Duration timeout,
        @Nullable String compressor,
        @Nullable Integer maxMessageSize,
        @Nullable Feed feed) {

    /** The deadline of unary calls unless another is asked for. */
    public static final Duration UNARY_TIMEOUT = Duration.ofSeconds(20);

    public static final CallSettings NONE = new CallSettings(null, null, null, null);

    public CallSettings {
        if (timeout != null) {
            Expect.within("timeout", timeout, Duration.ofMillis(1), Duration.ofDays(30));
        }
        if (compressor != null && !compressor.equals("gzip")) {
            throw new IllegalArgumentException("compress: %s (expected: gzip)".formatted(compressor));
        }
        if (maxMessageSize != null) {
            Expect.within("max-message-size", maxMessageSize, 1, Integer.MAX_VALUE);
        }
    }

    /** With a feed. */
    public CallSettings with(@Nullable Feed newFeed) {
        return new CallSettings(timeout, compressor, maxMessageSize, newFeed);
    }

    /** With the deadline of unary calls, unless there is one. */
    CallSettings forUnary() {
        return timeout == null ? new CallSettings(UNARY_TIMEOUT, compressor, maxMessageSize, feed) : this;
    }
}
