package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.AwaitTime;
import dev.yodel.gatling.grpc.action.AwaitedMessages;
import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.check.CheckCondition;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/** Waits for messages of a stream. The user fails if they do not come in time. Immutable. */
public final class GrpcAwaitMessages<Q, S> implements ActionBuilder {

    private final StreamAttributes<Q, S> stream;
    private final AwaitedMessages<S> awaited;

    GrpcAwaitMessages(StreamAttributes<Q, S> stream, AwaitedMessages<S> awaited) {
        this.stream = stream;
        this.awaited = awaited;
    }

    /** Counts only messages that match; others are skipped. Several predicates are combined with and. */
    public GrpcAwaitMessages<Q, S> matching(Predicate<S> predicate) {
        return new GrpcAwaitMessages<>(stream, awaited.matchingAlso((message, session) -> predicate.test(message)));
    }

    /**
     * Counts only messages that match the message and the session, which is that of the start of the wait with later
     * saves of checks.
     */
    public GrpcAwaitMessages<Q, S> matching(BiPredicate<S, Session> predicate) {
        return new GrpcAwaitMessages<>(
                stream, awaited.matchingAlso((message, session) -> predicate.test(message, new Session(session))));
    }

    /** The time-out for all of them. */
    public GrpcAwaitMessages<Q, S> timeout(Duration timeout) {
        return new GrpcAwaitMessages<>(stream, awaited.withTimeout(AwaitTime.of(timeout)));
    }

    /** A Gatling EL string that yields a duration or a number of seconds. */
    public GrpcAwaitMessages<Q, S> timeout(String timeout) {
        return new GrpcAwaitMessages<>(stream, awaited.withTimeout(AwaitTime.of(timeout)));
    }

    /** A function of the session. */
    public GrpcAwaitMessages<Q, S> timeout(Function<Session, Duration> timeout) {
        return new GrpcAwaitMessages<>(stream, awaited.withTimeout(AwaitTime.of(timeout)));
    }

    /** Adds checks on each awaited message; a saved value replaces the previous one. */
    public GrpcAwaitMessages<Q, S> check(CheckBuilder... more) {
        return new GrpcAwaitMessages<>(
                stream,
                awaited.withChecks(awaited.checks().and(List.of(more)).onMessage("a message of an open stream")));
    }

    /** Adds checks that run only if a Gatling EL string yields {@code true}. */
    public GrpcCheckIf<GrpcAwaitMessages<Q, S>> checkIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of the session yields true. */
    public GrpcCheckIf<GrpcAwaitMessages<Q, S>> checkIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds checks that run only if a function of response and session yields true. */
    public GrpcCheckIf<GrpcAwaitMessages<Q, S>> checkIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Appends a value from each awaited message to a list in the session. */
    public GrpcAwaitMessages<Q, S> collectAs(String attribute, Function<S, ?> what) {
        return new GrpcAwaitMessages<>(stream, awaited.collectingAlso(attribute, what));
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.awaitMessages(stream, awaited);
    }
}
