package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.outcome.Outcome;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;

/**
 * A user who waits on a stream, told of what happens to it until the user goes on, which is once. All on the user's
 * event loop.
 */
public abstract class StreamWait<Q, S> {

    private final StreamCall<Q, S> stream;
    private final Action next;
    private final Duration timeout;
    private long deadlineNanos;

    public StreamWait(StreamCall<Q, S> stream, Action next, Duration timeout) {
        this.stream = stream;
        this.next = next;
        this.timeout = timeout;
    }

    /** Goes on at once if it can, else waits. */
    public abstract void begin();

    /** A message came. */
    protected void received() {}

    /** The transport may take messages again. */
    protected void ready() {}

    /** The stream ended. */
    protected abstract void closed();

    /** The time is over. */
    protected abstract void timedOut();

    protected final StreamCall<Q, S> stream() {
        return stream;
    }

    protected final long deadlineNanos() {
        return deadlineNanos;
    }

    /** Waits from now on, until the time is over at most. */
    protected final void waitOn() {
        waitOn(timeout);
    }

    /** Waits from now on for another time at most. */
    protected final void waitOn(Duration time) {
        deadlineNanos = stream.components().nanoTime() + time.toNanos();
        stream.await(this);
    }

    /** The user goes on. */
    protected void over() {}

    /** Ends the wait: the user goes on. */
    protected final void goOn(Session session) {
        stream.waited();
        over();
        if (!stream.components().stopped()) {
            next.$bang(session);
        }
    }

    /** Ends the wait, and fails both the call and the user. */
    protected final void fail(Outcome outcome, Session session) {
        stream.fail(outcome);
        goOn(session.markAsFailed());
    }
}
