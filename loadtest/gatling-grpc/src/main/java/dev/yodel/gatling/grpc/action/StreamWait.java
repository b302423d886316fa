package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.call.StreamListener;
import dev.yodel.gatling.grpc.outcome.Outcome;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;

/** The wait of a user on a stream, after which the user proceeds exactly once. Used on the user's event loop. */
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

    /** Proceeds at once if possible, otherwise starts waiting. */
    abstract void begin();

    @Override
    public void received() {}

    @Override
    public void ready() {}

    @Override
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    final StreamCall<Q, S> stream() {
        return stream;
    }

    /** Waits from now on, for at most the time-out. */
    final void startWaiting() {
        startWaiting(timeout);
    }

    /** Waits from now on, for at most the given time. */
    final void startWaiting(Duration time) {
        deadlineNanos = stream.components().nanoTime() + time.toNanos();
        stream.listen(this);
    }

    /** Called when the wait is over, before the user proceeds. */
    void onProceed() {}

    /** Ends the wait: the user proceeds to the next action. */
    final void proceed(Session session) {
        stream.stopListening();
        onProceed();
        if (!stream.components().stopped()) {
            next.$bang(session);
        }
    }

    /** Ends the wait of a sender whose stream has ended: a failure, unless the server ended it early with OK. */
    final void endedBeforeAllSent(Session session) {
        if (stream.endedEarly()) {
            proceed(session);
        } else {
            fail(stream.interrupted("the stream had ended before all was sent"), session);
        }
    }

    /** Ends the wait, and fails both the call and the user. */
    final void fail(Outcome outcome, Session session) {
        stream.fail(outcome);
        proceed(session.markAsFailed());
    }
}
