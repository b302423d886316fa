package dev.yodel.gatling.grpc.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The received messages of a stream that wait to be awaited.
 *
 * <p>As many messages are asked for as there is room; one more only when one leaves. So what waits and what is on its way
 * are together never more than the room, and a server that nobody reads is held back. Used by one thread.
 */
final class Inbox<S> {

    private final Deque<S> waiting = new ArrayDeque<>(1);
    private final IntConsumer request;
    private boolean flowing;

    /**
     * @param request asks the transport for so many more messages
     */
    Inbox(IntConsumer request) {
        this.request = request;
    }

    void add(S message) {
        if (flowing) {
            request.accept(1);
        } else {
            waiting.add(message);
        }
    }

    /** Takes the oldest message; null if none waits. */
    @Nullable
    S poll() {
        S message = waiting.poll();
        if (message != null) {
            request.accept(1);
        }
        return message;
    }

    /** Lets all messages go as they come, those that wait included. */
    void flow() {
        flowing = true;
        int left = waiting.size();
        waiting.clear();
        if (left > 0) {
            request.accept(left);
        }
    }

    /** Lets messages wait again. */
    void hold() {
        flowing = false;
    }
}
