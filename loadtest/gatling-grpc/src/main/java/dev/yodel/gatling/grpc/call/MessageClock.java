package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.stats.RoundTrips;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the round trips of a stream: keeps the due time of each sent message until the message that answers it.
 *
 * <p>Answers match by order, the n-th received message answering the n-th sent one, or by a key that both contain, and
 * by order among messages with the same key. At most {@value #LIMIT} sent messages wait for their answer. Beyond that,
 * the stream does not consist of requests and answers, and matching stops permanently. Used by one thread.
 */
final class MessageClock<Q, S> implements RoundTrips<Q, S> {

    static final int LIMIT = 16_384;

    private final @Nullable MatchingKey<Q, S> key;
    private final TimeQueue dueInOrder = new TimeQueue();
    private final Map<Object, TimeQueue> dueByKey = new HashMap<>(0);
    private int waiting;
    private boolean given;

    MessageClock(@Nullable MatchingKey<Q, S> key) {
        this.key = key;
    }

    @Override
    public void sent(Q message, long dueNanos) {
        if (given) {
            return;
        }
        if (waiting >= LIMIT) {
            given = true;
            dueInOrder.clear();
            dueByKey.clear();
            return;
        }
        TimeQueue due = key == null
                ? dueInOrder
                : dueByKey.computeIfAbsent(key.ofSent().apply(message), shared -> new TimeQueue());
        due.add(dueNanos);
        waiting++;
    }

    @Override
    public long roundTrip(S message, long nowNanos) {
        Object shared = key == null ? null : key.ofReceived().apply(message);
        TimeQueue due = key == null ? dueInOrder : dueByKey.get(shared);
        if (due == null || due.size() == 0) {
            return NO_ANSWER;
        }
        waiting--;
        long roundTrip = nowNanos - due.remove();
        if (key != null && due.size() == 0) {
            dueByKey.remove(shared);
        }
        return roundTrip;
    }
}
