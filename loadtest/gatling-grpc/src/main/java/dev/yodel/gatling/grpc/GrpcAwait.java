package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.AwaitTime;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.function.Function;

/**
 * An action that waits on a stream. The user fails at the time-out. Immutable.
 *
 * @param <T> the builder
 * @param <S> the type of response messages
 */
public abstract sealed class GrpcAwait<T, S> extends GrpcChecked<T, S> permits GrpcAwaitEnd, GrpcAwaitMessages {

    GrpcAwait() {}

    abstract T with(AwaitTime timeout);

    /** The time-out. */
    public final T timeout(Duration timeout) {
        return with(AwaitTime.of(timeout));
    }

    /** The time-out, a Gatling EL string that yields a duration or a number of seconds. */
    public final T timeout(String timeout) {
        return with(AwaitTime.of(timeout));
    }

    /** The time-out, a function of the session. */
    public final T timeout(Function<Session, Duration> timeout) {
        return with(AwaitTime.of(timeout));
    }
}
