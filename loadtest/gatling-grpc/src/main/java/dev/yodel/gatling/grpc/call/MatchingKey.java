package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.stats.RoundTrips;
import java.util.function.Function;

/**
 * The key that a sent message shares with the message that answers it.
 *
 * @param ofSent the key of a sent message
 * @param ofReceived the key of a received message
 */
public record MatchingKey<Q, S>(Function<Q, Object> ofSent, Function<S, Object> ofReceived) {

    /** The round trips of one stream, by this key. */
    public RoundTrips<Q, S> roundTrips() {
        return new MessageClock<>(this);
    }
}
