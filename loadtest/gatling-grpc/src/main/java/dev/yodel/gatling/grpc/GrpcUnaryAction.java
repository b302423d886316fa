package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.check.CheckCondition;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A unary call, ready to be executed. Immutable. */
public final class GrpcUnaryAction<Q, S> implements ActionBuilder {

    private final CallAttributes<Q, S> attributes;
    private final MessageSource<Q> message;
    private final CheckList checks;

    GrpcUnaryAction(CallAttributes<Q, S> attributes, MessageSource<Q> message, CheckList checks) {
        this.attributes = attributes;
        this.message = message;
        this.checks = checks;
    }

    /** Adds checks. Status OK is required unless a check is on the status. */
    public GrpcUnaryAction<Q, S> check(CheckBuilder... more) {
        return new GrpcUnaryAction<>(
                attributes, message, checks.and(List.of(more)).atEnd("a unary call"));
    }

    /** Adds checks that run only if a Gatling EL string yields {@code true}. */
    public GrpcCheckIf<GrpcUnaryAction<Q, S>> checkIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of the session yields true. */
    public GrpcCheckIf<GrpcUnaryAction<Q, S>> checkIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of response and session yields true. */
    public GrpcCheckIf<GrpcUnaryAction<Q, S>> checkIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Makes the call at each due time of the schedule, whether or not earlier calls have ended (open model). */
    public GrpcScheduledUnary<Q, S> onSchedule(Schedule schedule) {
        return new GrpcScheduledUnary<>(attributes, message, checks, schedule);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.unary(attributes, message, checks);
    }
}
