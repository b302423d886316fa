package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.Throttle;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.CallFactory;
import dev.yodel.gatling.grpc.call.CallPlan;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.UnaryCall;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import scala.Function1;

/** Makes one unary call and proceeds when it has ended. */
final class UnaryAction<Q, S> extends GrpcAction {

    private final CallFactory<Q, S> factory;
    private final Function1<Session, Validation<Q>> message;
    private final CheckList checks;
    private final Throttle throttle;

    UnaryAction(
            CallAttributes<Q, S> attributes,
            MessageSource<Q> message,
            CheckList checks,
            ScenarioContext context,
            Action next) {
        super("grpcUnary", context, next);
        factory = new CallFactory<>(attributes, components());
        this.message = message.bind(factory.method(), components());
        this.checks = components().checks(checks);
        throttle = new Throttle(context, components()::stopped);
    }

    @Override
    void run(Session session) {
        CallPlan plan = factory.plan(session);
        Q request = SessionExpressions.resolve("message of " + plan.name(), message, session);
        UnaryCall<Q, S> call = new UnaryCall<>(factory, checks, plan, session, this::ended);
        throttle.start(session, () -> call.start(request));
    }

    @Override
    void refused(Session session, String error) {
        refused(session, factory, error);
    }

    private void ended(UnaryCall.Ended end) {
        if (end.sample().failureSource() == FailureSource.CANCELLED) {
            return;
        }
        gatlingStats()
                .callEnded(
                        end.session(),
                        end.sample(),
                        session -> proceed(session, end.sample().ok()));
    }

    private void proceed(Session session, boolean ok) {
        if (!components().stopped()) {
            next().$bang(ok ? session : session.markAsFailed());
        }
    }
}
