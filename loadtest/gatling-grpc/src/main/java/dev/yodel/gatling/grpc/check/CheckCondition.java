package dev.yodel.gatling.grpc.check;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** A condition for checks of a response. A failure contains the reason why it cannot be evaluated. */
@FunctionalInterface
public interface CheckCondition {

    /** The value for the response and session, a {@code Boolean}. */
    Validation<Object> test(GrpcResponse<?> response, Session session);

    /** A Gatling EL string. */
    static CheckCondition of(String condition) {
        Function1<Session, Validation<Object>> holds = SessionExpressions.condition(condition);
        return (response, session) -> holds.apply(session);
    }

    /** A function of the session. */
    static CheckCondition of(Function<io.gatling.javaapi.core.Session, Boolean> condition) {
        Function1<Session, Validation<Object>> holds =
                SessionExpressions.condition(session -> known(condition.apply(session)));
        return (response, session) -> holds.apply(session);
    }

    /** A function of response and session. */
    @SuppressWarnings("unchecked") // the builder with the condition knows the type of its messages
    static <S> CheckCondition of(BiFunction<GrpcResponse<S>, io.gatling.javaapi.core.Session, Boolean> condition) {
        return (response, session) -> SessionExpressions.validation(
                () -> known(condition.apply((GrpcResponse<S>) response, new io.gatling.javaapi.core.Session(session))));
    }

    private static Boolean known(@Nullable Boolean holds) {
        if (holds == null) {
            throw new IllegalArgumentException("null (expected: true or false)");
        }
        return holds;
    }
}
