package dev.yodel.gatling.grpc.call;

import java.util.Arrays;

/** A queue of times in nanoseconds, without boxing. Used by one thread. */
final class TimeQueue {

    private static final int FIRST_ROOM = 8;

    private long[] ring = {};
    private int head;
    private int size;

    int size() {
        return size;
    }

    void add(long nanos) {
        if (size == ring.length) {
            grow();
        }
        ring[head + size & ring.length - 1] = nanos; // the length is a power of two
        size++;
    }

    /** Takes the oldest time; the queue must not be empty. */
    long remove() {
        long nanos = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return nanos;
    }

    void clear() {
        ring = new long[0];
        head = 0;
        size = 0;
    }

    private void grow() {
        long[] larger = Arrays.copyOfRange(ring, head, head + Math.max(FIRST_ROOM, 2 * size));
        System.arraycopy(ring, 0, larger, size - head, head);
        ring = larger;
        head = 0;
    }
}
