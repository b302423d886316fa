package dev.yodel.gatling.grpc.call;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Sends messages, each as soon as the transport is ready for it, and goes on when the last one is sent. */
final class SendWait<Q, S> extends StreamWait<Q, S> {

    private final Session session;
    private final Iterator<Q> messages;
    private final long dueNanos;

    SendWait(StreamCall<Q, S> stream, Session session, Action next, Duration timeout, Iterator<Q> messages) {
        super(stream, next, timeout);
        this.session = session;
        this.messages = messages;
        dueNanos = stream.components().nanoTime();
    }

    /** Sends one message, and goes on. */
    static <Q, S> void one(StreamCall<Q, S> stream, Session session, Action next, Duration timeout, Q message) {
        if (stream.isOpen() && stream.isReady()) {
            stream.send(message, stream.components().nanoTime());
            next.$bang(session);
        } else {
            new SendWait<>(stream, session, next, timeout, List.of(message).iterator()).begin();
        }
    }

    @Override
    void begin() {
        if (!advance()) {
            waitOn();
        }
    }

    @Override
    void ready() {
        advance();
    }

    @Override
    void closed() {
        fail(stream().endedBefore("the stream had ended before all was sent"), session);
    }

    @Override
    void timedOut() {
        fail(Outcome.timedOut("the stream was not ready for a message in time"), session);
    }

    private boolean advance() {
        while (messages.hasNext()) {
            if (!stream().isOpen()) {
                closed();
                return true;
            }
            if (!stream().isReady()) {
                return false;
            }
            Q one;
            try {
                one = Objects.requireNonNull(messages.next(), "a message that is null");
            } catch (UnresolvedException e) {
                fail(Outcome.refused(e), session);
                return true;
            } catch (RuntimeException e) { // the list is the scenario's own
                fail(Outcome.thrown(e), session);
                return true;
            }
            stream().send(one, dueNanos, stream().components().nanoTime());
        }
        goOn(session);
        return true;
    }
}
