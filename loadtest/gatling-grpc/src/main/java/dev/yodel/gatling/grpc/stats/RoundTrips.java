package dev.yodel.gatling.grpc.stats;

/**
 * Measures the round trips of one stream: from the due time of a sent message to a received one that answers it. Times are
 * values of the run's nanosecond clock. Used by one thread at a time. A method that throws fails the stream, with the text
 * of the exception as its error.
 *
 * @param <Q> the type of the sent messages
 * @param <S> the type of the received messages
 */
public interface RoundTrips<Q, S> {

    /** The message answers none. */
    long NO_ANSWER = -1;

    /** A message was sent. */
    void sent(Q message, long dueNanos);

    /** Time from the due time of the message that this one answers to {@code nowNanos}; {@link #NO_ANSWER} if none. */
    long roundTrip(S message, long nowNanos);
}
