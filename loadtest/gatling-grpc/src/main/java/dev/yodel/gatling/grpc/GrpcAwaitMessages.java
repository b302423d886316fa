package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.AwaitTime;
import dev.yodel.gatling.grpc.action.AwaitedMessages;
import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/** Waits for messages of a stream. Immutable. */
public final class GrpcAwaitMessages<Q, S> extends GrpcAwait<GrpcAwaitMessages<Q, S>, S> {

    private final StreamAttributes<Q, S> stream;
    private final AwaitedMessages<S> awaited;

    GrpcAwaitMessages(StreamAttributes<Q, S> stream, AwaitedMessages<S> awaited) {
        this.stream = stream;
        this.awaited = awaited;
    }

    @Override
    GrpcAwaitMessages<Q, S> with(AwaitTime timeout) {
        return with(awaited.withTimeout(timeout));
    }

    /** Counts only messages that match; others are skipped. Several predicates are combined with and. */
    public GrpcAwaitMessages<Q, S> matching(Predicate<S> predicate) {
        return with(awaited.matchingAlso((message, session) -> predicate.test(message)));
    }

    /**
     * Counts only messages that match the message and the session, which is that of the start of the wait with later
     * saves of checks.
     */
    public GrpcAwaitMessages<Q, S> matching(BiPredicate<S, Session> predicate) {
        return with(awaited.matchingAlso((message, session) -> predicate.test(message, new Session(session))));
    }

    /** Adds checks on each awaited message; a saved value replaces the previous one. */
    @Override
    public GrpcAwaitMessages<Q, S> check(CheckBuilder... more) {
        return with(awaited.withChecks(awaited.checks().and(List.of(more)).onMessage("a message of an open stream")));
    }

    /** Appends a value from each awaited message to a list in the session. */
    public GrpcAwaitMessages<Q, S> collectAs(String attribute, Function<S, ?> what) {
        return with(awaited.collectingAlso(attribute, what));
    }

    /** Proceeds without failure if the server ends the stream with OK before all awaited messages have arrived. */
    public GrpcAwaitMessages<Q, S> orEnd() {
        return with(awaited.withEndAllowed());
    }

    @Override
    public ActionBuilder asScala() {
        return GrpcActions.awaitMessages(stream, awaited);
    }

    private GrpcAwaitMessages<Q, S> with(AwaitedMessages<S> newAwaited) {
        return new GrpcAwaitMessages<>(stream, newAwaited);
    }
}
