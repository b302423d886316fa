package dev.yodel.gatling.grpc.call;

import java.util.function.Function;

/**
 * What a sent message and the received one that answers it share.
 *
 * @param ofSent the key of a sent message
 * @param ofReceived the key of a received message
 */
public record MatchingKey<Q, S>(Function<Q, Object> ofSent, Function<S, Object> ofReceived) {}
