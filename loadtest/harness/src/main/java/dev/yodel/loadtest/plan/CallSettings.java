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
 * @param streamDuration how long the client keeps each stream open, 1 ms to 30 days; null for as long as it has messages
 * @param messageRate messages per second on each stream; null to send the next one when the previous one is answered
 * @param slowReader messages per second that each stream reads, 0 to stop reading; null to read as they come
 * @param room the chat room of Yodel's RoomService that each stream joins as a member, 1 to 64 characters; null for none
 * @param feed the rows that expressions read; null for none
 */
public record CallSettings(
        @Nullable Duration timeout,
        @Nullable String compressor,
        @Nullable Integer maxMessageSize,
        @Nullable Duration streamDuration,
        @Nullable Double messageRate,
        @Nullable Double slowReader,
        @Nullable String room,
        @Nullable Feed feed) {

    /** The deadline of unary calls unless another is asked for. */
    public static final Duration UNARY_TIMEOUT = Duration.ofSeconds(20);

    /** Slower than that, the last message of a stream would outlive its run. */
    private static final double SLOWEST_READER = 0.1;

    public static final CallSettings NONE = new CallSettings(null, null, null, null, null, null, null, null);

    public CallSettings {
        if (timeout != null) {
            Expect.within("timeout", timeout, Duration.ofMillis(1), Duration.ofDays(30));
        }
        if (compressor != null && !compressor.equals("gzip")) {
            throw new IllegalArgumentException("compress: %s (expected: gzip)".formatted(compressor));
        }
        if (streamDuration != null) {
            Expect.within("stream-duration", streamDuration, Duration.ofMillis(1), Duration.ofDays(30));
        }
        if (messageRate != null) {
            Expect.within("message-rate", messageRate, Arrival.LOWEST_RATE, Arrival.HIGHEST_RATE);
        }
        if (slowReader != null && slowReader != 0) {
            Expect.within("slow-reader", slowReader, SLOWEST_READER, Arrival.HIGHEST_RATE);
        }
        if (room != null && (room.isBlank() || room.length() > 64)) {
            throw new IllegalArgumentException("room: '%s' (expected: 1 to 64 characters)".formatted(room));
        }
        if (maxMessageSize != null) {
            Expect.within("max-message-size", maxMessageSize, 1, Integer.MAX_VALUE);
        }
    }

    /** Whether anything is said of how streams are used. */
    boolean shapesStreams() {
        return streamDuration != null || messageRate != null;
    }

    /** As a member of a chat room. */
    public CallSettings inRoom(String newRoom) {
        return new CallSettings(
                timeout, compressor, maxMessageSize, streamDuration, messageRate, slowReader, newRoom, feed);
    }

    /** With a feed. */
    public CallSettings with(@Nullable Feed newFeed) {
        return new CallSettings(
                timeout, compressor, maxMessageSize, streamDuration, messageRate, slowReader, room, newFeed);
    }

    /** With the deadline of unary calls, unless there is one. */
    CallSettings forUnary() {
        return timeout == null
                ? new CallSettings(
                        UNARY_TIMEOUT, compressor, maxMessageSize, streamDuration, messageRate, slowReader, room, feed)
                : this;
    }
}
