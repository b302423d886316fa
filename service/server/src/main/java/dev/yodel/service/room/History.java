package dev.yodel.service.room;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of a room, numbered from 1: a ring that is bounded in events and bytes and drops its oldest events.
 * All members read from it, each at its own position, so the room holds each event once, however many members wait for
 * it. Thread-safe.
 */
final class History {

    private final int maxBytes;
    private final @Nullable Frame[] ring;

    private long first = 1;
    private long next = 1;
    private long bytes;

    History(int maxEvents, int maxBytes) {
        this.maxBytes = maxBytes;
        ring = new @Nullable Frame[maxEvents];
    }

    /** Adds the event with the number {@link #next}. The newest event is kept whatever its size. */
    synchronized void add(Frame frame) {
        while (next > first && (next - first == ring.length || bytes + frame.size() > maxBytes)) {
            bytes -= Objects.requireNonNull(ring[index(first)]).size();
            ring[index(first)] = null;
            first++;
        }
        ring[index(next)] = frame;
        bytes += frame.size();
        next++;
    }

    /** Returns an event; null if it has not happened yet or has been dropped. */
    synchronized @Nullable Frame at(long seq) {
        return seq < first || seq >= next ? null : ring[index(seq)];
    }

    /** The number of the oldest event that is kept; {@link #next} if there is none. */
    synchronized long first() {
        return first;
    }

    /** The number of the next event. */
    synchronized long next() {
        return next;
    }

    private int index(long seq) {
        return (int) (seq % ring.length);
    }
}
