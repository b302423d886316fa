package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.function.Function;
import io.grpc.MethodDescriptor;
import scala.Function1;

/** Where the messages to send come from. */
@FunctionalInterface
public interface MessageSource<Q> {

    /** The message for each session, for calls of the method in that run. */
    Function1<Session, Validation<Q>> bind(MethodDescriptor<Q, ?> method, GrpcComponents components);

    /** The same message for every session. */
    static <Q> MessageSource<Q> always(Q message) {
        Function1<Session, Validation<Q>> value = SessionExpressions.constant(message);
        return (method, components) -> value;
    }

    /** The message that a function makes of the session. */
    static <Q> MessageSource<Q> of(Function<io.gatling.javaapi.core.Session, Q> message) {
        Function1<Session, Validation<Q>> value = SessionExpressions.of(message);
        return (method, components) -> value;
    }
}
