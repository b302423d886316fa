package dev.yodel.gatling.grpc.check;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** Whether checks are to be made on a response. A failure says why that cannot be told. */
@FunctionalInterface
public interface CheckCondition {

    /** What holds for this response and session, a {@code Boolean}. */
    Validation<Object> test(GrpcResponse<?> response, Session session);

    /** What the Gatling EL string says. */
    static CheckCondition of(String condition) {
        Function1<Session, Validation<Object>> holds = SessionExpressions.condition(condition);
        return (response, session) -> holds.apply(session);
    }

    /** What a function makes of the session. */
    static CheckCondition of(Function<io.gatling.javaapi.core.Session, Boolean> condition) {
        Function1<Session, Validation<Object>> holds =
                SessionExpressions.condition(session -> known(condition.apply(session)));
        return (response, session) -> holds.apply(session);
    }

    /** What a function makes of response and session. */
    @SuppressWarnings("unchecked") // the builder that takes the condition knows the type of its messages
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
