package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.TargetName;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import io.gatling.javaapi.core.Session;
import java.util.function.Function;

/** A unary call without a message yet. Immutable. */
public final class GrpcUnary<Q, S> extends GrpcCallOptions<GrpcUnary<Q, S>> {

    private final CallAttributes<Q, S> attributes;

    GrpcUnary(CallAttributes<Q, S> attributes) {
        this.attributes = attributes;
    }

    /** Selects a target of the protocol by its name, a Gatling EL string. */
    public GrpcUnary<Q, S> on(String target) {
        return new GrpcUnary<>(attributes.withTarget(TargetName.of(target)));
    }

    /** Selects a target of the protocol by its name, a function of the session. */
    public GrpcUnary<Q, S> on(Function<Session, String> target) {
        return new GrpcUnary<>(attributes.withTarget(TargetName.of(target)));
    }

    @Override
    CallSettings settings() {
        return attributes.settings();
    }

    @Override
    GrpcUnary<Q, S> with(CallSettings newSettings) {
        return new GrpcUnary<>(attributes.withSettings(newSettings));
    }

    /** Makes the call with the same message each time. */
    public GrpcUnaryAction<Q, S> send(Q message) {
        return action(MessageSource.always(message));
    }

    /** Makes the call with a message that is a function of the session. */
    public GrpcUnaryAction<Q, S> send(Function<Session, Q> message) {
        return action(MessageSource.of(message));
    }

    /** Makes the call with a message written in JSON; see {@link GrpcDsl#json}. */
    public GrpcUnaryAction<Q, S> send(GrpcJson message) {
        return action(message.messages());
    }

    private GrpcUnaryAction<Q, S> action(MessageSource<Q> message) {
        return new GrpcUnaryAction<>(attributes, message, CheckList.NONE);
    }
}
