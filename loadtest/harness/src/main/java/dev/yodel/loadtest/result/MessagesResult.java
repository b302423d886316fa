package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import org.jspecify.annotations.Nullable;

/**
 * What went through the streams of one request name.
 *
 * @param sent messages sent
 * @param received messages received
 * @param perSecond messages a second, both directions together
 * @param roundTrip from the due time of a sent message to its answer; null if nothing answered anything
 * @param firstMessage from opening a stream to its first message; null if none came
 * @param gap from one message of a stream to the next; null if there was no next
 */
public record MessagesResult(
        long sent,
        long received,
        double perSecond,
        @Nullable LatencyResult roundTrip,
        @Nullable LatencyResult firstMessage,
        @Nullable LatencyResult gap) {

    static MessagesResult of(RequestStats figures, double seconds) {
        return new MessagesResult(
                figures.messagesSent(),
                figures.messagesReceived(),
                Rate.perSecond(figures.messagesSent() + figures.messagesReceived(), seconds),
                LatencyResult.of(figures.roundTrip()),
                LatencyResult.of(figures.firstMessage()),
                LatencyResult.of(figures.gap()));
    }
}
