package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.Pace;
import dev.yodel.gatling.grpc.check.CheckList;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import scala.Function1;

/**
 * Makes unary calls at the due times of a pace, whether or not the ones before have ended, and goes on when all of them
 * have. One user then stands for as many clients as the rate asks for.
 */
final class PacedUnaryAction<Q, S> extends GrpcAction {

    private final CallFactory<Q, S> factory;
    private final Function1<Session, Validation<Q>> message;
    private final CheckList checks;
    private final Pace pace;
    private final int maxInFlight;

    PacedUnaryAction(
            CallAttributes<Q, S> attributes,
            MessageSource<Q> message,
            CheckList checks,
            Pace pace,
            int maxInFlight,
            ScenarioContext context,
            Action next) {
        super("grpcUnaryPaced", context, next);
        factory = new CallFactory<>(attributes, components());
        this.message = message.bind(factory.method());
        this.checks = checks;
        this.pace = pace;
        this.maxInFlight = maxInFlight;
    }

    @Override
    void run(Session session) {
        new Calls(session).begin();
    }

    @Override
    String label() {
        return factory.method().getFullMethodName();
    }

    /** The calls of one user. On the user's event loop. */
    private final class Calls implements PacedSender.Target {

        private final PacedSender sender;
        private Session session;
        private int inFlight;
        private boolean failed;
        private boolean allSent;

        Calls(Session session) {
            this.session = session;
            sender = new PacedSender(
                    session.eventLoop(),
                    components()::nanoTime,
                    pace.dueTimes(new io.gatling.javaapi.core.Session(session)),
                    this);
        }

        void begin() {
            sender.resume();
        }

        @Override
        public boolean isReady() {
            return inFlight < maxInFlight;
        }

        @Override
        public void send(long dueNanos) {
            if (components().stopped()) {
                sender.stop();
                return;
            }
            try {
                CallPlan plan = factory.plan(session);
                Q request = CallFactory.resolve("message of " + plan.name(), message, session);
                UnaryCall<Q, S> call = new UnaryCall<>(factory, checks, plan, session, this::ended);
                inFlight++;
                call.start(request, dueNanos);
            } catch (UnresolvedException e) {
                log().crashed(session, label(), String.valueOf(e.getMessage()));
                failed = true;
            }
        }

        @Override
        public void allSent() {
            allSent = true;
            goOnIfDone();
        }

        private void ended(UnaryCall.Ended end) {
            inFlight--;
            if (components().stopped()) {
                sender.stop();
                return;
            }
            log().ended(end.session(), end.sample());
            failed |= !end.sample().ok();
            if (allSent) {
                goOnIfDone();
            } else {
                sender.resume();
            }
        }

        private void goOnIfDone() {
            if (allSent && inFlight == 0) {
                next().$bang(failed ? session.markAsFailed() : session);
            }
        }
    }
}
