package dev.yodel.loadtest.plan;

import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of call that a run makes.
 *
 * @param name the request name
 * @param call the full name of the method, such as {@code yodel.v1.EchoService/Chat}
 * @param kind the shape of the call
 * @param arrival how its calls, or the messages of its streams, come
 * @param messages how many messages go through each stream, 1 to 1,000,000; null for a unary call, and where the stream
 *     or the server decides
 * @param data the messages to send, in JSON; empty if the scenario makes them
 * @param metadata what goes with each call
 */
public record RequestPlan(
        String name,
        String call,
        MethodType kind,
        Arrival arrival,
        @Nullable Integer messages,
        List<String> data,
        List<MetadataEntry> metadata) {

    private static final int MOST_MESSAGES = 1_000_000;

    public RequestPlan {
        Expect.notBlank("request name", name);
        Expect.notBlank("call of " + name, call);
        if (kind == MethodType.UNARY && arrival instanceof Arrival.Streams) {
            throw new IllegalArgumentException(
                    "streams: of %s, which is unary (expected: of a streaming call)".formatted(name));
        }
        if (kind == MethodType.SERVER_STREAMING && arrival instanceof Arrival.Streams held && held.rate() != null) {
            throw new IllegalArgumentException(
                    "rate: of messages of %s, which only the server sends (expected: streams alone, or a rate alone)"
                            .formatted(name));
        }
        if (messages != null) {
            Expect.within("messages of " + name, messages, 1, kind == MethodType.UNARY ? 1 : MOST_MESSAGES);
        }
        data = List.copyOf(data);
        metadata = List.copyOf(metadata);
    }

    /** Whether a count can say when enough of it was made: streams at a rate are bounded by time alone. */
    boolean countable() {
        if (arrival instanceof Arrival.Streams held) {
            return held.rate() == null;
        }
        return kind == MethodType.UNARY || arrival instanceof Arrival.Users;
    }

    /** Users that there are at the same time, each with one call or stream; 0 if calls come at a rate instead. */
    public int users() {
        if (arrival instanceof Arrival.Users closed) {
            return closed.users();
        }
        return arrival instanceof Arrival.Streams held ? held.streams() : 0;
    }
}
