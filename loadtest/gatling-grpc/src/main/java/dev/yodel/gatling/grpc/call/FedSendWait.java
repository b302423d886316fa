package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.Pace;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.Objects;

/** Sends so many messages, each with a record of a feeder, and goes on when the last one is sent. */
final class FedSendWait<Q, S> extends StreamWait<Q, S> {

    private final Session session;
    private final Outgoing<Q> messages;
    private final FedSessions sessions;
    private final long dueNanos;
    private int unfed;
    private int unsent;

    FedSendWait(
            StreamCall<Q, S> stream, Session session, Action next, Duration timeout, Outgoing<Q> messages, int count) {
        super(stream, next, timeout);
        this.session = session;
        this.messages = messages;
        unfed = count;
        unsent = count;
        dueNanos = stream.components().nanoTime();
        sessions = new FedSessions(
                Objects.requireNonNull(messages.feed()),
                session,
                this::nextDue,
                stream.components()::nanoTime,
                this::advance);
    }

    @Override
    void begin() {
        waitOn();
        advance();
    }

    @Override
    void ready() {
        advance();
    }

    @Override
    void closed() {
        sessions.stop();
        fail(stream().endedBefore("the stream had ended before all was sent"), session);
    }

    @Override
    void timedOut() {
        sessions.stop();
        fail(Outcome.timedOut("not all messages could be sent in time"), session);
    }

    /** All of them are due at once. */
    private long nextDue() {
        return unfed-- > 0 ? 0 : Pace.DueTimes.NONE;
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
                    waitOn(); // whoever takes some is slow and not gone
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
                fail(Outcome.refused(e), session);
                return;
            } catch (Throwable e) { // a function of the scenario, and nobody above who would hear of it
                sessions.stop();
                fail(Outcome.thrown(e), session);
                return;
            }
            unsent--;
        }
        goOn(session);
    }
}
