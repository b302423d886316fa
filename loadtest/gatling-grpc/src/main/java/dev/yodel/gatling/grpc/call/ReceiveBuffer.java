package dev.yodel.gatling.grpc.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The received messages of a stream that have not been awaited yet.
 *
 * <p>Only as many messages are requested as there is room for, and further ones when half of the room is free, since
 * requests have a cost. Buffered and requested messages together never exceed the room, which applies backpressure to
 * the server. Used by one thread.
 */
public final class ReceiveBuffer<S> {

    private final Deque<S> buffered = new ArrayDeque<>(1);
    private final IntConsumer request;
    private final int room;
    private int free;
    private boolean discarding;

    /**
     * @param room the maximum number of buffered messages
     * @param request requests a number of messages from the transport
     */
    ReceiveBuffer(int room, IntConsumer request) {
        this.room = room;
        this.request = request;
    }

    /** Requests the first messages. */
    public void open() {
        request.accept(room);
    }

    public void add(S message) {
        if (discarding) {
            release(1);
        } else {
            buffered.add(message);
        }
    }

    /** Takes the oldest message; null if there is none. */
    @Nullable
    public S poll() {
        S message = buffered.poll();
        if (message != null) {
            release(1);
        }
        return message;
    }

    /** Discards all messages, buffered and future ones. */
    public void discard() {
        discarding = true;
        int all = buffered.size();
        buffered.clear();
        release(all);
    }

    /** Buffers messages again. */
    public void keep() {
        discarding = false;
    }

    private void release(int messages) {
        free += messages;
        if (free > 0 && free >= room / 2) {
            request.accept(free);
            free = 0;
        }
    }
}
