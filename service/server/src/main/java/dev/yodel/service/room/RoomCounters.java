package dev.yodel.service.room;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in all rooms together. Thread-safe. */
public final class RoomCounters {

    private final LongAdder members = new LongAdder();
    private final LongAdder posts = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder disconnects = new LongAdder();

    /** The current number of members. */
    public long members() {
        return members.sum();
    }

    /** The number of posts accepted. */
    public long posts() {
        return posts.sum();
    }

    /** The number of events sent to members. */
    public long deliveries() {
        return deliveries.sum();
    }

    /** The number of gaps sent to members that read too slowly. */
    public long gaps() {
        return gaps.sum();
    }

    /** The number of members disconnected because they read too slowly. */
    public long disconnects() {
        return disconnects.sum();
    }

    void joined() {
        members.increment();
    }

    void left() {
        members.decrement();
    }

    void posted() {
        posts.increment();
    }

    void delivered(int events) {
        deliveries.add(events);
    }

    void gap() {
        gaps.increment();
    }

    void disconnected() {
        disconnects.increment();
    }
}
