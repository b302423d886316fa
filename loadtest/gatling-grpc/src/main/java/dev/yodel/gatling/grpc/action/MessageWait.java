package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.outcome.Outcome;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;

/** Waits for messages that match, checks each, and proceeds after the last one. */
final class MessageWait<Q, S> extends StreamWait<Q, S> {

    private final AwaitedMessages<S> awaited;
    private Session session;
    private int left;
    private boolean failed;

    MessageWait(StreamCall<Q, S> stream, Session session, Action next, Duration timeout, AwaitedMessages<S> awaited) {
        super(stream, next, timeout);
        this.awaited = awaited;
        this.session = session;
        left = awaited.count();
    }

    @Override
    void begin() {
        if (advance()) {
            return;
        }
        if (!stream().hasEnded()) {
            startWaiting();
        } else {
            closed();
        }
    }

    @Override
    public void received() {
        advance();
    }

    @Override
    public void closed() {
        if (awaited.endAllowed() && stream().endedWithOk()) {
            proceed(failed ? session.markAsFailed() : session);
            return;
        }
        fail(stream().interrupted("the stream ended before the awaited message"), session);
    }

    @Override
    public void timedOut() {
        fail(Outcome.timedOut("no awaited message in time"), session);
    }

    private boolean advance() {
        for (S message = stream().receiveBuffer().poll();
                message != null;
                message = stream().receiveBuffer().poll()) {
            if (isWanted(message) && --left == 0) {
                proceed(failed ? session.markAsFailed() : session);
                return true;
            }
        }
        return false;
    }

    /**
     * Whether it is one of the awaited messages, which are checked. An exception of a scenario function is a failed
     * check.
     */
    private boolean isWanted(S message) {
        try {
            if (!awaited.matching().test(message, session)) {
                return false;
            }
            check(message);
        } catch (Throwable e) {
            stream().fail(Outcome.thrown(e));
            failed = true;
        }
        return true;
    }

    private void check(S message) {
        session = awaited.collect(session, message);
        if (awaited.checks().isEmpty()) {
            return;
        }
        CheckList.Checked checked = awaited.checks().run(stream().response(message), session);
        session = checked.session();
        if (checked.error() != null) {
            stream().fail(Outcome.failedCheck(checked.error()));
            failed = true;
        }
    }
}
