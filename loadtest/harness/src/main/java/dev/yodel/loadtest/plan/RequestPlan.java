package dev.yodel.loadtest.plan;

import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one method in a run.
 *
 * @param name the request name
 * @param call the full name of the method, such as {@code yodel.v1.EchoService/Chat}
 * @param kind the kind of the method
 * @param arrival how calls arrive, or messages on streams
 * @param messages messages sent on each stream, 1 to 1,000,000; null for a unary call, and where the stream or the server
 *     decides
 * @param data the messages to send, in JSON; empty if the scenario makes them
 * @param metadata the metadata of each call
 * @param settings how each call is made
 */
public record RequestPlan(
        String name,
        String call,
        MethodType kind,
        Arrival arrival,
        @Nullable Integer messages,
        List<String> data,
        List<MetadataEntry> metadata,
        CallSettings settings) {

    private static final int MOST_MESSAGES = 1_000_000;

    public RequestPlan {
        Expect.notBlank("request name", name);
        Expect.notBlank("call of " + name, call);
        if (kind == MethodType.UNARY && arrival instanceof Arrival.Streams) {
            throw new IllegalArgumentException("streams: %s is unary (expected: a streaming method)".formatted(name));
        }
        if (kind == MethodType.SERVER_STREAMING && arrival instanceof Arrival.Streams held && held.rate() != null) {
            throw new IllegalArgumentException(
                    "rate: only the server sends messages on streams of %s (expected: --streams or --rate, not both)"
                            .formatted(name));
        }
        if (messages != null) {
            Expect.within("messages of " + name, messages, 1, kind == MethodType.UNARY ? 1 : MOST_MESSAGES);
        }
        data = List.copyOf(data);
        metadata = List.copyOf(metadata);
    }

    /** A request whose calls are made as gRPC makes them by default. */
    public RequestPlan(
            String name,
            String call,
            MethodType kind,
            Arrival arrival,
            @Nullable Integer messages,
            List<String> data,
            List<MetadataEntry> metadata) {
        this(name, call, kind, arrival, messages, data, metadata, CallSettings.NONE);
    }

    /** The same calls with another arrival. */
    public RequestPlan with(Arrival other) {
        return new RequestPlan(name, call, kind, other, messages, data, metadata, settings);
    }

    /** Whether the run can end by a count: streams at a rate are bounded by a duration only. */
    boolean countable() {
        if (arrival instanceof Arrival.Streams held) {
            return held.rate() == null;
        }
        return kind == MethodType.UNARY || arrival instanceof Arrival.Users;
    }

    static IllegalArgumentException uncountable() {
        return new IllegalArgumentException(
                "count: cannot be combined with --streams and --rate (expected: --duration; a count needs users, unary calls, or"
                        + " streams without a rate)");
    }

    /** Virtual users at the same time, each with one call or stream; 0 if calls arrive at a rate. */
    public int users() {
        if (arrival instanceof Arrival.Users closed) {
            return closed.users();
        }
        return arrival instanceof Arrival.Streams held ? held.streams() : 0;
    }
}
