package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.schedule.DueTimes;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages on a stream at the due times of a schedule, discards received messages meanwhile, and proceeds when
 * the last one is sent.
 */
final class ScheduledSendWait<Q, S> extends TimedWait<Q, S> implements ScheduledSender.Receiver {

    /** While the stream accepts messages there is no time-out: the schedule ends by itself. */
    private static final Duration NEVER = Duration.ofDays(365);

    private final Session session;
    private final MessageSupplier<Q> messages;
    private final ScheduledSender sender;
    private final @Nullable FeederSessions feederSessions;
    private boolean heldBack;

    ScheduledSendWait(
            StreamCall<Q, S> stream, Session session, Action next, Schedule schedule, MessageSupplier<Q> messages) {
        super(stream, next, NEVER);
        this.session = session;
        this.messages = messages;
        LongSupplier clock = stream.components()::nanoTime;
        DueTimes dueTimes = ScheduledSender.dueTimes(schedule, session, stream.name());
        sender = new ScheduledSender(session.eventLoop(), clock, dueTimes, this);
        feederSessions = messages.feed() == null
                ? null
                : new FeederSessions(
                        messages.feed(), session, sender.startNanos(), dueTimes.again()::next, clock, sender::resume);
    }

    @Override
    void begin() {
        if (!stream().isOpen()) {
            closed();
            return;
        }
        stream().receiveBuffer().discard();
        startTimedWait();
        sender.resume();
    }

    @Override
    public void prepare() {
        if (feederSessions != null) {
            feederSessions.requestAhead();
        }
    }

    @Override
    public boolean isReady() {
        boolean taken = stream().isReady();
        if (taken == heldBack) {
            heldBack = !taken;
            startWaiting(heldBack ? stream().components().protocol().awaitTimeout() : NEVER);
        }
        return taken && (feederSessions == null || feederSessions.isReady());
    }

    @Override
    public void ready() {
        sender.resume();
    }

    @Override
    public void send(long dueNanos) {
        if (stream().components().stopped()) {
            stop();
            return;
        }
        try {
            Session one = feederSessions == null ? session : feederSessions.next();
            Q made = messages.make(stream().name(), one);
            stream().send(made, dueNanos, stream().components().nanoTime());
        } catch (UnresolvedException e) {
            giveUp(Outcome.unresolved(e));
        } catch (Throwable e) { // called by a timer, which would swallow it
            giveUp(Outcome.thrown(e));
        }
    }

    @Override
    public void allSent() {
        stream().receiveBuffer().keep();
        proceed(session);
    }

    @Override
    void endEarly() {
        stop();
        allSent();
    }

    @Override
    public void closed() {
        stop();
        stream().receiveBuffer().keep();
        endedBeforeAllSent(session);
    }

    @Override
    public void timedOut() {
        giveUp(Outcome.timedOut("the stream was not ready for a message in time"));
    }

    private void giveUp(Outcome outcome) {
        stop();
        stream().receiveBuffer().keep();
        fail(outcome, session);
    }

    private void stop() {
        sender.stop();
        if (feederSessions != null) {
            feederSessions.stop();
        }
    }
}
