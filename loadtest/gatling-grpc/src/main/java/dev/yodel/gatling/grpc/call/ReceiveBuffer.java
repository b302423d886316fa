package dev.yodel.gatling.grpc.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The received messages of a stream that wait to be awaited.
 *
 * <p>As many messages are asked for as there is room; more only when some have left, half the room at a time since asking
 * has its cost. So what waits and what is on its way are together never more than the room, and a server that nobody reads
 * is held back. Used by one thread.
 */
public final class ReceiveBuffer<S> {

    private final Deque<S> waiting = new ArrayDeque<>(1);
    private final IntConsumer request;
    private final int room;
    private int left;
    private boolean flowing;

    /**
     * @param room how many messages may wait
     * @param request asks the transport for so many more messages
     */
    ReceiveBuffer(int room, IntConsumer request) {
        this.room = room;
        this.request = request;
    }

    /** Asks for the first messages. */
    public void open() {
        request.accept(room);
    }

    public void add(S message) {
        if (flowing) {
            leave(1);
        } else {
            waiting.add(message);
        }
    }

    /** Takes the oldest message; null if none waits. */
    @Nullable
    public S poll() {
        S message = waiting.poll();
        if (message != null) {
            leave(1);
        }
        return message;
    }

    /** Lets all messages go as they come, those that wait included. */
    public void flow() {
        flowing = true;
        int all = waiting.size();
        waiting.clear();
        leave(all);
    }

    /** Lets messages wait again. */
    public void hold() {
        flowing = false;
    }

    private void leave(int messages) {
        left += messages;
        if (left > 0 && left >= room / 2) {
            request.accept(left);
            left = 0;
        }
    }
}
