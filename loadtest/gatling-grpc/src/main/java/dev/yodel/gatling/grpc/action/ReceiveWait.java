package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;

/** Receives and discards messages for a time, or until the stream ends. */
final class ReceiveWait<Q, S> extends TimedWait<Q, S> {

    private final Session session;

    ReceiveWait(StreamCall<Q, S> stream, Session session, Action next, Duration time) {
        super(stream, next, time);
        this.session = session;
    }

    @Override
    void begin() {
        stream().receiveBuffer().discard();
        if (stream().hasEnded()) {
            closed();
        } else {
            startTimedWait();
        }
    }

    @Override
    public void closed() {
        timedOut();
    }

    @Override
    void endEarly() {
        timedOut();
    }

    @Override
    public void timedOut() {
        stream().receiveBuffer().keep();
        proceed(session);
    }
}
