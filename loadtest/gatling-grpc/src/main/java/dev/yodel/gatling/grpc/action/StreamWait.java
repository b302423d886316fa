package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamListener;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.outcome.Outcome;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;

/**
 * A user who waits on a stream, told of what happens to it until the user goes on, which is once. All on the user's
 * event loop.
 */
abstract class StreamWait<Q, S> implements StreamListener {

    private final StreamCall<Q, S> stream;
    private final Action next;
    private final Duration timeout;
    private long deadlineNanos;

    StreamWait(StreamCall<Q, S> stream, Action next, Duration timeout) {
        this.stream = stream;
        this.next = next;
        this.timeout = timeout;
    }

    /** Goes on at once if it can, else waits. */
    abstract void begin();

    @Override
    public void received() {}

    @Override
    public void ready() {}

    final StreamCall<Q, S> stream() {
        return stream;
    }

    @Override
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    /** Waits from now on, until the time is over at most. */
    final void startWaiting() {
        startWaiting(timeout);
    }

    /** Waits from now on for another time at most. */
    final void startWaiting(Duration time) {
        deadlineNanos = stream.components().nanoTime() + time.toNanos();
        stream.await(this);
    }

    /** The user goes on. */
    void onProceed() {}

    /** Ends the wait: the user goes on. */
    final void proceed(Session session) {
        stream.waited();
        onProceed();
        if (!stream.components().stopped()) {
            next.$bang(session);
        }
    }

    /** Ends the wait, and fails both the call and the user. */
    final void fail(Outcome outcome, Session session) {
        stream.fail(outcome);
        proceed(session.markAsFailed());
    }
}
