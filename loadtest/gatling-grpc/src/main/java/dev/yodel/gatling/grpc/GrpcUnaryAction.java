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

    /** Adds checks. A status of OK is implied where none of them is on the status. */
    public GrpcUnaryAction<Q, S> check(CheckBuilder... more) {
        return new GrpcUnaryAction<>(
                attributes, message, checks.and(List.of(more)).atEnd("a unary call"));
    }

    /** Checks that are made only where a Gatling EL string says {@code true}. */
    public GrpcCheckIf<GrpcUnaryAction<Q, S>> checkIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** The same where a function of the session does. */
    public GrpcCheckIf<GrpcUnaryAction<Q, S>> checkIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** The same where a function of response and session does. */
    public GrpcCheckIf<GrpcUnaryAction<Q, S>> checkIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Makes the call again and again at the due times of the schedule, whether or not the ones before have ended. */
    public GrpcScheduledUnary<Q, S> onSchedule(Schedule schedule) {
        return new GrpcScheduledUnary<>(attributes, message, checks, schedule);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.unary(attributes, message, checks);
    }
}
