package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.FeederRecords;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.CallFactory;
import dev.yodel.gatling.grpc.call.CallPlan;
import dev.yodel.gatling.grpc.call.EventLoopBatch;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.UnaryCall;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.protocol.WindDownListener;
import dev.yodel.gatling.grpc.schedule.DueTimes;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ChainBuilder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * Makes unary calls at the due times of a schedule, whether or not earlier ones have ended (open model), and proceeds
 * when all have ended. One user represents as many clients as the rate requires.
 */
final class ScheduledUnaryAction<Q, S> extends GrpcAction {

    private final CallFactory<Q, S> factory;
    private final Function1<Session, Validation<Q>> message;
    private final CheckList checks;
    private final Schedule schedule;
    private final int maxInFlight;
    private final @Nullable FeederRecords feed;

    ScheduledUnaryAction(
            CallAttributes<Q, S> attributes,
            MessageSource<Q> message,
            CheckList checks,
            Schedule schedule,
            int maxInFlight,
            @Nullable ChainBuilder feed,
            ScenarioContext context,
            Action next) {
        super("grpcUnaryScheduled", context, next);
        factory = new CallFactory<>(attributes, components());
        this.message = message.bind(factory.method(), components());
        this.checks = components().checks(checks);
        this.schedule = schedule;
        this.maxInFlight = maxInFlight;
        this.feed = feed == null ? null : new FeederRecords(feed, context);
    }

    @Override
    void run(Session session) {
        new Calls(session).begin();
    }

    @Override
    void refused(Session session, String error) {
        refused(session, factory, error);
    }

    /** The calls of one user. On the user's event loop. */
    private final class Calls implements ScheduledSender.Receiver, WindDownListener {

        private final ScheduledSender sender;
        private final @Nullable FeederSessions feederSessions;
        private final Session session;
        private int inFlight;
        private boolean failed;
        private boolean allSent;

        Calls(Session session) {
            this.session = session;
            LongSupplier clock = components()::nanoTime;
            DueTimes dueTimes = ScheduledSender.dueTimes(schedule, session, factory.nameFor(session));
            sender = new ScheduledSender(session.eventLoop(), clock, dueTimes, this);
            feederSessions = feed == null
                    ? null
                    : new FeederSessions(
                            feed, session, sender.startNanos(), dueTimes.again()::next, clock, sender::resume);
        }

        void begin() {
            components().windDownListeners().register(this);
            sender.resume();
        }

        @Override
        public void windDown() {
            EventLoopBatch.to(session.eventLoop(), sender::finish);
        }

        @Override
        public void prepare() {
            if (feederSessions != null) {
                feederSessions.requestAhead();
            }
        }

        @Override
        public boolean isReady() {
            return inFlight < maxInFlight && (feederSessions == null || feederSessions.isReady());
        }

        @Override
        public void send(long dueNanos) {
            if (components().stopped()) {
                sender.stop();
                return;
            }
            Session one = feederSessions == null ? session : feederSessions.next();
            CallPlan plan;
            Q request;
            try {
                plan = factory.plan(one);
                request = SessionExpressions.resolve("message of " + plan.name(), message, one);
            } catch (Throwable e) { // called by a timer, which would swallow it
                refused(one, e instanceof UnresolvedException ? String.valueOf(e.getMessage()) : String.valueOf(e));
                failed = true;
                return;
            }
            inFlight++;
            new UnaryCall<>(factory, checks, plan, one, this::ended).start(request, dueNanos);
        }

        @Override
        public void allSent() {
            allSent = true;
            proceedIfDone();
        }

        private void ended(UnaryCall.Ended end) {
            if (end.sample().failureSource() == FailureSource.CANCELLED) {
                sender.stop();
                return;
            }
            gatlingStats()
                    .callEnded(
                            end.session(),
                            end.sample(),
                            session -> reported(end.sample().ok()));
        }

        private void reported(boolean ok) {
            inFlight--;
            failed |= !ok;
            if (components().stopped()) {
                sender.stop();
                return;
            }
            if (allSent) {
                proceedIfDone();
            } else {
                sender.resume();
            }
        }

        private void proceedIfDone() {
            if (allSent && inFlight == 0) {
                components().windDownListeners().unregister(this);
                next().$bang(failed ? session.markAsFailed() : session);
            }
        }
    }
}
