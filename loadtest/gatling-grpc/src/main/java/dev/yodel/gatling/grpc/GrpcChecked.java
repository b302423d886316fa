package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.check.CheckCondition;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An action with checks on responses. Immutable.
 *
 * @param <T> the builder
 * @param <S> the type of response messages
 */
public abstract sealed class GrpcChecked<T, S> implements ActionBuilder permits GrpcUnaryAction, GrpcAwait {

    GrpcChecked() {}

    /** Adds checks. */
    public abstract T check(CheckBuilder... more);

    /** Adds checks that run only if a Gatling EL string yields {@code true}. */
    public final GrpcCheckIf<T> checkIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of the session yields true. */
    public final GrpcCheckIf<T> checkIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of response and session yields true. */
    public final GrpcCheckIf<T> checkIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }
}
