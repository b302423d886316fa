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

/** Waits for the end of a stream. A user who waits in vain goes on as failed. Immutable. */
public final class GrpcAwaitEnd<Q, S> implements ActionBuilder {

    private final StreamAttributes<Q, S> stream;
    private final CheckList checks;
    private final @Nullable AwaitTime timeout;

    GrpcAwaitEnd(StreamAttributes<Q, S> stream, CheckList checks, @Nullable AwaitTime timeout) {
        this.stream = stream;
        this.checks = checks;
        this.timeout = timeout;
    }

    /** How long to wait. */
    public GrpcAwaitEnd<Q, S> timeout(Duration newTimeout) {
        return new GrpcAwaitEnd<>(stream, checks, AwaitTime.of(newTimeout));
    }

    /** The same as a Gatling EL string, which says a duration or a number of seconds. */
    public GrpcAwaitEnd<Q, S> timeout(String newTimeout) {
        return new GrpcAwaitEnd<>(stream, checks, AwaitTime.of(newTimeout));
    }

    /** The same made by a function of the session. */
    public GrpcAwaitEnd<Q, S> timeout(Function<Session, Duration> newTimeout) {
        return new GrpcAwaitEnd<>(stream, checks, AwaitTime.of(newTimeout));
    }

    /** Adds checks; those on messages see the last one. A status of OK is implied where none of them is on the status. */
    public GrpcAwaitEnd<Q, S> check(CheckBuilder... more) {
        return new GrpcAwaitEnd<>(stream, checks.and(List.of(more)).atEnd("the end of a stream"), timeout);
    }

    /** Checks that are made only where a Gatling EL string says {@code true}. */
    public GrpcCheckIf<GrpcAwaitEnd<Q, S>> checkIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** The same where a function of the session does. */
    public GrpcCheckIf<GrpcAwaitEnd<Q, S>> checkIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** The same where a function of response and session does. */
    public GrpcCheckIf<GrpcAwaitEnd<Q, S>> checkIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.awaitEnd(stream, checks, timeout);
    }
}
