package dev.yodel.gatling.grpc.call;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a stream's messages: keeps when each sent message was due until the message that answers it comes.
 *
 * <p>Answers match by order, the n-th received answering the n-th sent, or by a key that sent and received messages
 * share. At most {@value #LIMIT} sent messages wait for their answer: with more than that on the way, the stream is not
 * one of questions and answers, and matching stops for good rather than measure something else. Used by one thread.
 */
final class MessageClock<Q, S> {

    static final int LIMIT = 16_384;

    static final long NO_ANSWER = -1;

    private final @Nullable MatchingKey<Q, S> key;
    private final TimeQueue dueInOrder = new TimeQueue();
    private final Map<Object, Long> dueByKey = new HashMap<>(0);
    private boolean given;

    MessageClock(@Nullable MatchingKey<Q, S> key) {
        this.key = key;
    }

    void sent(Q message, long dueNanos) {
        if (given) {
            return;
        }
        if (dueInOrder.size() + dueByKey.size() >= LIMIT) {
            given = true;
            dueInOrder.clear();
            dueByKey.clear();
            return;
        }
        if (key == null) {
            dueInOrder.add(dueNanos);
        } else {
            dueByKey.put(key.ofSent().apply(message), dueNanos);
        }
    }

    /** Time from the due time of the message that this one answers to {@code nowNanos}; -1 if it answers none. */
    long roundTrip(S message, long nowNanos) {
        if (key == null) {
            return dueInOrder.size() == 0 ? NO_ANSWER : nowNanos - dueInOrder.remove();
        }
        Long due = dueByKey.remove(key.ofReceived().apply(message));
        return due == null ? NO_ANSWER : nowNanos - due;
    }
}
