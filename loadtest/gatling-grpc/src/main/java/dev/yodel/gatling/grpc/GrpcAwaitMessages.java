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

/** Waits for messages of a stream. A user who waits in vain goes on as failed. Immutable. */
public final class GrpcAwaitMessages<Q, S> implements ActionBuilder {

    private final StreamAttributes<Q, S> stream;
    private final AwaitedMessages<S> awaited;

    GrpcAwaitMessages(StreamAttributes<Q, S> stream, AwaitedMessages<S> awaited) {
        this.stream = stream;
        this.awaited = awaited;
    }

    /** Which messages count; others are passed over. Said twice, both must hold. */
    public GrpcAwaitMessages<Q, S> matching(Predicate<S> predicate) {
        return new GrpcAwaitMessages<>(stream, awaited.matchingAlso((message, session) -> predicate.test(message)));
    }

    /** The same by message and session, as it was when the wait began, with what checks have saved since. */
    public GrpcAwaitMessages<Q, S> matching(BiPredicate<S, Session> predicate) {
        return new GrpcAwaitMessages<>(
                stream, awaited.matchingAlso((message, session) -> predicate.test(message, new Session(session))));
    }

    /** How long to wait for the last of them. */
    public GrpcAwaitMessages<Q, S> timeout(Duration timeout) {
        return new GrpcAwaitMessages<>(stream, awaited.withTimeout(AwaitTime.of(timeout)));
    }

    /** The same as a Gatling EL string, which says a duration or a number of seconds. */
    public GrpcAwaitMessages<Q, S> timeout(String timeout) {
        return new GrpcAwaitMessages<>(stream, awaited.withTimeout(AwaitTime.of(timeout)));
    }

    /** The same made by a function of the session. */
    public GrpcAwaitMessages<Q, S> timeout(Function<Session, Duration> timeout) {
        return new GrpcAwaitMessages<>(stream, awaited.withTimeout(AwaitTime.of(timeout)));
    }

    /** Adds checks on each awaited message; what they save overwrites what was there. */
    public GrpcAwaitMessages<Q, S> check(CheckBuilder... more) {
        return new GrpcAwaitMessages<>(
                stream,
                awaited.withChecks(
                        awaited.checks().and(List.of(more)).onMessage("a message of a stream that goes on")));
    }

    /** Checks that are made only where a Gatling EL string says {@code true}. */
    public GrpcCheckIf<GrpcAwaitMessages<Q, S>> checkIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** The same where a function of the session does. */
    public GrpcCheckIf<GrpcAwaitMessages<Q, S>> checkIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** The same where a function of response and session does. */
    public GrpcCheckIf<GrpcAwaitMessages<Q, S>> checkIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::check);
    }

    /** Adds something of each awaited message to the end of a list in the session. */
    public GrpcAwaitMessages<Q, S> collectAs(String attribute, Function<S, ?> what) {
        return new GrpcAwaitMessages<>(stream, awaited.collectingAlso(attribute, what));
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.awaitMessages(stream, awaited);
    }
}
