package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.AwaitTime;
import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.check.CheckCondition;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a stream. The user fails if it does not come in time. Immutable. */
public final class GrpcAwaitEnd<Q, S> implements ActionBuilder {

    private final StreamAttributes<Q, S> stream;
    private final CheckList checks;
    private final @Nullable AwaitTime timeout;

    GrpcAwaitEnd(StreamAttributes<Q, S> stream, CheckList checks, @Nullable AwaitTime timeout) {
        this.stream = stream;
        this.checks = checks;
        this.timeout = timeout;
    }

    /** The time-out. */
    public GrpcAwaitEnd<Q, S> timeout(Duration newTimeout) {
        return new GrpcAwaitEnd<>(stream, checks, AwaitTime.of(newTimeout));
    }

    /** A Gatling EL string that yields a duration or a number of seconds. */
    public GrpcAwaitEnd<Q, S> timeout(String newTimeout) {
        return new GrpcAwaitEnd<>(stream, checks, AwaitTime.of(newTimeout));
    }

    /** A function of the session. */
    public GrpcAwaitEnd<Q, S> timeout(Function<Session, Duration> newTimeout) {
        return new GrpcAwaitEnd<>(stream, checks, AwaitTime.of(newTimeout));
    }

    /** Adds checks; those on messages see the last message. Status OK is required unless a check is on the status. */
    public GrpcAwaitEnd<Q, S> check(CheckBuilder... more) {
        return new GrpcAwaitEnd<>(stream, checks.and(List.of(more)).atEnd("the end of a stream"), timeout);
    }

    /** Adds checks that run only if a Gatling EL string yields {@code true}. */
    public GrpcCheckIf<GrpcAwaitEnd<Q, S>> checkIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of the session yields true. */
    public GrpcCheckIf<GrpcAwaitEnd<Q, S>> checkIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of response and session yields true. */
    public GrpcCheckIf<GrpcAwaitEnd<Q, S>> checkIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.awaitEnd(stream, checks, timeout);
    }
}
