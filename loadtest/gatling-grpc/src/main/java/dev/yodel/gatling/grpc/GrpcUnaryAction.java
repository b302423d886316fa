package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.GrpcActions;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.check.CheckList;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.List;

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

    /** Makes the call again and again at the due times of the pace, whether or not the ones before have ended. */
    public GrpcPacedUnary<Q, S> atPace(Pace pace) {
        return new GrpcPacedUnary<>(attributes, message, checks, pace);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.unary(attributes, message, checks);
    }
}
