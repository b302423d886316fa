package dev.yodel.loadtest.engine.scenario;

import dev.yodel.gatling.grpc.stats.RoundTrips;
import dev.yodel.v1.Event;
import dev.yodel.v1.JoinRequest;
import dev.yodel.v1.JoinResponse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The posts of all members of a loaded room, and what became of them. Each post has a key of its own, which leads every
 * member that receives it to its due time; the latest posts are kept, in a ring. Thread-safe.
 */
final class RoomPosts {

    /** Posts whose deliveries are measured however late they are, unless that many others have followed. */
    private static final int KEPT = 1 << 18;

    private static final long NOT_JOINED = -1;

    private final AtomicLong lastKey;
    private final AtomicLongArray keys = new AtomicLongArray(KEPT);
    private final AtomicLongArray dueNanos = new AtomicLongArray(KEPT);
    private final LongAdder posted = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder repeated = new LongAdder();

    /** @param firstKey at random, to distinguish these posts from those of others in the room */
    RoomPosts(long firstKey) {
        lastKey = new AtomicLong(firstKey);
    }

    long nextKey() {
        return lastKey.incrementAndGet();
    }

    /** What one member receives, from joining to leaving. */
    RoundTrips<JoinRequest, JoinResponse> member() {
        return new Member();
    }

    /** One line of counts, of the whole run, warm-up included. */
    String summary(String room) {
        return "room %s, warm-up included: %,d posts, %,d deliveries, %,d lost, %,d repeated"
                .formatted(room, posted.sum(), delivered.sum(), lost.sum(), repeated.sum());
    }

    private static int slot(long key) {
        return (int) Math.floorMod(key, (long) KEPT);
    }

    private final class Member implements RoundTrips<JoinRequest, JoinResponse> {

        private long nextSeq = NOT_JOINED;

        @Override
        public void sent(JoinRequest request, long due) {
            if (request.hasPost()) {
                long key = request.getPost().getKey();
                dueNanos.set(slot(key), due);
                keys.set(slot(key), key);
                posted.increment();
            }
        }

        @Override
        public long roundTrip(JoinResponse response, long now) {
            return switch (response.getKindCase()) {
                case WELCOME -> {
                    nextSeq = response.getWelcome().getNextSeq();
                    yield NO_ANSWER;
                }
                case GAP -> {
                    missing(response.getGap().getToSeq());
                    yield NO_ANSWER;
                }
                case EVENT -> received(response.getEvent(), now);
                case KIND_NOT_SET -> NO_ANSWER;
            };
        }

        private long received(Event event, long now) {
            if (event.getSeq() < nextSeq) {
                repeated.increment();
                throw new IllegalStateException("room: an event was received twice");
            }
            long expected = nextSeq;
            nextSeq = event.getSeq() + 1;
            if (event.hasPost()) {
                delivered.increment();
            }
            if (event.getSeq() > expected) {
                lost.add(event.getSeq() - expected);
                throw new IllegalStateException("room: events were lost");
            }
            return event.hasPost() ? since(event.getPost().getKey(), now) : NO_ANSWER;
        }

        private void missing(long toSeq) {
            lost.add(Math.max(0, toSeq - nextSeq));
            nextSeq = toSeq;
            throw new IllegalStateException("room: events were dropped before the member read them");
        }

        private long since(long key, long now) {
            int slot = slot(key);
            return keys.get(slot) == key ? now - dueNanos.get(slot) : NO_ANSWER;
        }
    }
}
