package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.outcome.Outcome;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Sends messages, each when the transport is ready for it, and proceeds when the last one is sent. */
final class SendWait<Q, S> extends StreamWait<Q, S> {

    private final Session session;
    private final Iterator<Q> messages;
    private final long dueNanos;
    private int sent;

    SendWait(StreamCall<Q, S> stream, Session session, Action next, Duration timeout, Iterator<Q> messages) {
        super(stream, next, timeout);
        this.session = session;
        this.messages = messages;
        dueNanos = stream.components().nanoTime();
    }

    /** Sends one message, and proceeds. */
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
            startWaiting();
        }
    }

    /** After progress the time-out starts over. */
    @Override
    public void ready() {
        int before = sent;
        if (!advance() && sent > before) {
            startWaiting();
        }
    }

    @Override
    public void closed() {
        endedBeforeAllSent(session);
    }

    @Override
    public void timedOut() {
        fail(Outcome.timedOut("the stream was not ready for a message in time"), session);
    }

    /** Whether the wait is over. */
    private boolean advance() {
        Outcome failure = null;
        boolean open = true;
        try {
            while (open && messages.hasNext()) {
                if (!stream().isOpen()) {
                    open = false;
                } else if (stream().isReady()) {
                    Q one = Objects.requireNonNull(messages.next(), "a message that is null");
                    stream().send(one, dueNanos, stream().components().nanoTime());
                    sent++;
                } else {
                    return false;
                }
            }
        } catch (UnresolvedException e) {
            failure = Outcome.unresolved(e);
        } catch (Throwable e) { // the list is defined by the scenario
            failure = Outcome.thrown(e);
        }
        if (failure != null) {
            fail(failure, session);
        } else if (open) {
            proceed(session);
        } else {
            endedBeforeAllSent(session);
        }
        return true;
    }
}
