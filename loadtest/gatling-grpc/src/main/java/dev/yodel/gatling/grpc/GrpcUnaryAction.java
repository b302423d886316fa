package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.List;

/** A unary call, ready to be executed. Immutable. */
public final class GrpcUnaryAction<Q, S> extends GrpcChecked<GrpcUnaryAction<Q, S>, S> {

    private final CallAttributes<Q, S> attributes;
    private final MessageSource<Q> message;
    private final CheckList checks;

    GrpcUnaryAction(CallAttributes<Q, S> attributes, MessageSource<Q> message, CheckList checks) {
        this.attributes = attributes;
        this.message = message;
        this.checks = checks;
    }

    /** Adds checks. Status OK is required unless a check is on the status. */
    @Override
    public GrpcUnaryAction<Q, S> check(CheckBuilder... more) {
        return new GrpcUnaryAction<>(
                attributes, message, checks.and(List.of(more)).atEnd("a unary call"));
    }

    /** Makes the call at each due time of the schedule, whether or not earlier calls have ended (open model). */
    public GrpcScheduledUnary<Q, S> onSchedule(Schedule schedule) {
        return new GrpcScheduledUnary<>(attributes, message, checks, schedule);
    }

    @Override
    public ActionBuilder asScala() {
        return GrpcActions.unary(attributes, message, checks);
    }
}
