package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.check.CheckList;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;

/** Waits for the end of the stream, lets its messages go meanwhile, and has it judged. */
final class EndWait<Q, S> extends StreamWait<Q, S> {

    private final Session session;
    private final CheckList checks;

    EndWait(StreamCall<Q, S> stream, Session session, Action next, Duration timeout, CheckList checks) {
        super(stream, next, timeout);
        this.session = session;
        this.checks = checks;
    }

    @Override
    void begin() {
        stream().inbox().flow();
        if (!stream().hasEnded()) {
            waitOn();
        } else {
            closed();
        }
    }

    @Override
    void closed() {
        goOn(stream().judge(checks, session));
    }

    @Override
    void timedOut() {
        stream().inbox().hold();
        fail(Outcome.timedOut("the stream did not end in time"), session);
    }
}
