package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.Origin;
import dev.yodel.gatling.grpc.Pace;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;
import scala.Function1;

/**
 * Sends messages on a stream at the due times of a pace, lets what is received go meanwhile, and goes on when the last
 * one is sent.
 */
final class PacedSendWait<Q, S> extends StreamWait<Q, S> implements PacedSender.Target {

    /** The pace ends by itself: there is nothing to time out. */
    private static final Duration NEVER = Duration.ofDays(365);

    private final Session session;
    private final Function1<Session, Validation<Q>> message;
    private final PacedSender sender;

    PacedSendWait(
            StreamCall<Q, S> stream,
            Session session,
            Action next,
            Pace pace,
            Function1<Session, Validation<Q>> message) {
        super(stream, next, NEVER);
        this.session = session;
        this.message = message;
        sender = new PacedSender(
                session.eventLoop(),
                stream.components()::nanoTime,
                pace.dueTimes(new io.gatling.javaapi.core.Session(session)),
                this);
    }

    @Override
    void begin() {
        if (!stream().isOpen()) {
            closed();
            return;
        }
        stream().inbox().flow();
        waitOn();
        sender.resume();
    }

    @Override
    public boolean isReady() {
        return stream().isReady();
    }

    @Override
    void ready() {
        sender.resume();
    }

    @Override
    public void send(long dueNanos) {
        if (stream().components().stopped()) {
            sender.stop();
            return;
        }
        try {
            Q made = CallFactory.resolve("message of " + stream().name(), message, session);
            stream().send(made, dueNanos, stream().components().nanoTime());
        } catch (UnresolvedException e) {
            sender.stop();
            stream().inbox().hold();
            fail(new Outcome(Origin.CHECK, e.getMessage()), session);
        }
    }

    @Override
    public void allSent() {
        stream().inbox().hold();
        goOn(session);
    }

    @Override
    void closed() {
        sender.stop();
        fail(new Outcome(Origin.CHECK, "the stream had ended before all was sent"), session);
    }

    @Override
    void timedOut() {
        throw new IllegalStateException("a paced send has no time-out");
    }
}
