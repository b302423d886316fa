package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.outcome.Outcome;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;

/** Waits for the end of the stream, discards its messages meanwhile, and judges it. */
public final class EndWait<Q, S> extends StreamWait<Q, S> {

    private final Session session;
    private final CheckList checks;

    public EndWait(StreamCall<Q, S> stream, Session session, Action next, Duration timeout, CheckList checks) {
        super(stream, next, timeout);
        this.session = session;
        this.checks = checks;
    }

    @Override
    public void begin() {
        stream().receiveBuffer().discard();
        if (!stream().hasEnded()) {
            startWaiting();
        } else {
            closed();
        }
    }

    @Override
    public void closed() {
        proceed(stream().judge(checks, session));
    }

    @Override
    public void timedOut() {
        stream().receiveBuffer().keep();
        fail(Outcome.timedOut("the stream did not end in time"), session);
    }
}
