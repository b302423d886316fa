package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.schedule.DueTimes;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.Objects;

/** Sends a number of messages, each with a record of a feeder, and proceeds when the last one is sent. */
final class FeederSendWait<Q, S> extends StreamWait<Q, S> {

    private final Session session;
    private final MessageSupplier<Q> messages;
    private final FeederSessions sessions;
    private final long dueNanos;
    private int unrequested;
    private int unsent;

    FeederSendWait(
            StreamCall<Q, S> stream,
            Session session,
            Action next,
            Duration timeout,
            MessageSupplier<Q> messages,
            int count) {
        super(stream, next, timeout);
        this.session = session;
        this.messages = messages;
        unrequested = count;
        unsent = count;
        dueNanos = stream.components().nanoTime();
        sessions = new FeederSessions(
                Objects.requireNonNull(messages.feed()),
                session,
                dueNanos,
                this::nextDue,
                stream.components()::nanoTime,
                this::advance);
    }

    @Override
    void begin() {
        startWaiting();
        advance();
    }

    @Override
    public void ready() {
        advance();
    }

    @Override
    public void closed() {
        sessions.stop();
        endedBeforeAllSent(session);
    }

    @Override
    public void timedOut() {
        sessions.stop();
        fail(Outcome.timedOut("not all messages could be sent in time"), session);
    }

    /** All messages are due at once. */
    private long nextDue() {
        return unrequested-- > 0 ? 0 : DueTimes.NONE;
    }

    private void advance() {
        int before = unsent;
        while (unsent > 0) {
            if (!stream().isOpen()) {
                closed();
                return;
            }
            if (!stream().isReady() || !sessions.isReady()) {
                if (unsent < before) {
                    startWaiting(); // the stream makes progress: the time-out starts over
                }
                return;
            }
            try {
                stream()
                        .send(
                                messages.make(stream().name(), sessions.next()),
                                dueNanos,
                                stream().components().nanoTime());
            } catch (UnresolvedException e) {
                sessions.stop();
                fail(Outcome.unresolved(e), session);
                return;
            } catch (Throwable e) { // from a function of the scenario; no caller would handle it
                sessions.stop();
                fail(Outcome.thrown(e), session);
                return;
            }
            unsent--;
        }
        proceed(session);
    }
}
