package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import scala.Function1;

/** The source of messages to send. */
@FunctionalInterface
public interface MessageSource<Q> {

    /** The message as a function of the session, for calls of the method in the run. */
    Function1<Session, Validation<Q>> bind(MethodDescriptor<Q, ?> method, GrpcComponents components);

    /** The same message for every session. */
    static <Q> MessageSource<Q> always(Q message) {
        Function1<Session, Validation<Q>> value = SessionExpressions.constant(message);
        return (method, components) -> value;
    }

    /** The message of the next source in turn; the sessions of an action share the turn. */
    static <Q> MessageSource<Q> inTurn(List<MessageSource<Q>> sources) {
        return (method, components) -> {
            List<Function1<Session, Validation<Q>>> bound = sources.stream()
                    .map(source -> source.bind(method, components))
                    .toList();
            AtomicLong turn = new AtomicLong();
            return session ->
                    bound.get((int) (turn.getAndIncrement() % bound.size())).apply(session);
        };
    }

    /** A message that is a function of the session. */
    static <Q> MessageSource<Q> of(Function<io.gatling.javaapi.core.Session, Q> message) {
        Function1<Session, Validation<Q>> value = SessionExpressions.of(message);
        return (method, components) -> value;
    }
}
