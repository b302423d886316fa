package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.outcome.CallProgress;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.outcome.StreamEnd;
import io.gatling.core.session.Session;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Decides the outcome of one stream, once. A check that failed on a message, or an await that timed out, fails the
 * whole call; a cancellation by the scenario is no failure. Used on the user's event loop.
 */
final class StreamJudgement {

    /**
     * The session of the user's last action on the stream; null once the stream is judged. A session holds the streams
     * of its user: if streams kept it, each would keep all those before it in memory.
     */
    private @Nullable Session session;

    private @Nullable Outcome failure;
    private boolean cancelled;
    private boolean cutOff;
    private boolean done;

    StreamJudgement(Session session) {
        this.session = session;
    }

    @Nullable
    Session session() {
        return session;
    }

    /** The user acts on the stream again, with a newer session. */
    void update(Session newSession) {
        if (!done) {
            session = newSession;
        }
    }

    /** Fails the whole call, unless it has failed before. */
    void fail(Outcome outcome) {
        if (failure == null && !cutOff) {
            failure = outcome;
        }
    }

    void cancelledByScenario() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Whether the end of the run cut the stream off. */
    boolean isCutOff() {
        return cutOff;
    }

    void ended(StreamEnd end) {
        cancelled &= end.status().getCode() == Status.Code.CANCELLED; // otherwise it ended before it was cancelled
        cutOff = end.isCutOff() && !cancelled;
    }

    boolean isDone() {
        return done;
    }

    /** The stream is judged now: releases the session. */
    void done() {
        done = true;
        session = null;
    }

    Outcome outcome(StreamEnd end, CallProgress progress, CheckList.Checked checked) {
        if (failure != null) {
            return failure;
        }
        if (cutOff) {
            return Outcome.cutOff();
        }
        return cancelled ? Outcome.ofCheck(checked) : Outcome.of(end.status(), progress, checked);
    }

    /** The outcome for an action that the end interrupts: the cause of the end, or the text if it was no failure. */
    Outcome interrupted(@Nullable StreamEnd end, CallProgress progress, String text) {
        return end == null || end.status().isOk() || cancelled
                ? Outcome.failedCheck(text)
                : Outcome.of(end.status(), progress);
    }
}
