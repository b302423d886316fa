package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.action.AwaitedMessages;
import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.action.TimeExpression;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamName;
import dev.yodel.gatling.grpc.call.TargetName;
import dev.yodel.gatling.grpc.check.CheckCondition;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.check.GrpcResponse;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A stream, and the actions on it. Immutable.
 *
 * <p>A user finds an open stream by its name, which is the request name unless {@link #as} gives another: so it survives
 * whatever stands between two actions, and a user may have several open at once. One that is still open when its user
 * ends is cancelled. How a stream is called and what is done with its messages is what {@code open()} was asked on: said
 * of another action alone, it is refused.
 *
 * @param <T> the kind of stream
 * @param <Q> the type of request messages
 * @param <S> the type of response messages
 */
public abstract sealed class GrpcStream<T extends GrpcStream<T, Q, S>, Q, S> extends GrpcCallOptions<T>
        permits GrpcServerStream, GrpcSendingStream {

    private final StreamAttributes<Q, S> attributes;

    GrpcStream(StreamAttributes<Q, S> attributes) {
        this.attributes = attributes;
    }

    static <Q, S> StreamAttributes<Q, S> named(CallAttributes<Q, S> call, StreamName name) {
        return new StreamAttributes<>(call, name, null, StreamAttributes.DEFAULT_RECEIVE_BUFFER, null, CheckList.NONE);
    }

    abstract T with(StreamAttributes<Q, S> newAttributes);

    @Override
    final CallSettings settings() {
        return attributes.call().settings();
    }

    @Override
    final T with(CallSettings newSettings) {
        return with(attributes.withCall(attributes.call().withSettings(newSettings)));
    }

    final StreamAttributes<Q, S> attributes() {
        return attributes;
    }

    /** The name by which the user's actions find the stream, a Gatling EL string. */
    public final T as(String name) {
        return with(attributes.withName(StreamName.of(name)));
    }

    /** The same made by a function of the session. */
    public final T as(Function<Session, String> name) {
        return with(attributes.withName(StreamName.of(name)));
    }

    /** Goes to a target of the protocol by its name, a Gatling EL string. To the one that has none by default. */
    public final T on(String target) {
        return with(attributes.withCall(attributes.call().withTarget(TargetName.of(target))));
    }

    /** The same by a name made of the session. */
    public final T on(Function<Session, String> target) {
        return with(attributes.withCall(attributes.call().withTarget(TargetName.of(target))));
    }

    /**
     * When the stream is due to be opened, a reading of {@link System#nanoTime()}: its response time counts from then, however
     * late its user comes to it. For users who arrive by a schedule that is known. One to come is now.
     */
    public final T dueAt(Function<Session, Long> nanoTime) {
        return with(attributes.withDue(SessionExpressions.of(nanoTime)));
    }

    /**
     * How many received messages may wait to be awaited, 64 by default. With that many waiting no more are asked for,
     * and the server is held back.
     */
    public final T receiveBuffer(int messages) {
        return with(attributes.withReceiveBuffer(messages));
    }

    /**
     * Adds checks on every message, as it comes, awaited or not. They read the session as it was at the user's last action
     * on the stream; what they save is not kept.
     */
    public final T checkEach(CheckBuilder... more) {
        return with(attributes.withEachMessage(
                attributes.eachMessage().and(List.of(more)).onMessage("every message")));
    }

    /** Checks on every message that are made only where a Gatling EL string says {@code true}. */
    public final GrpcCheckIf<T> checkEachIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::checkEach);
    }

    /** The same where a function of the session does. */
    public final GrpcCheckIf<T> checkEachIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::checkEach);
    }

    /** The same where a function of response and session does. */
    public final GrpcCheckIf<T> checkEachIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::checkEach);
    }

    /** Waits for the next message. */
    public final GrpcAwaitMessages<Q, S> awaitMessage() {
        return awaitMessages(1);
    }

    /** Waits for the next messages, as many as given; checks are on each. */
    public final GrpcAwaitMessages<Q, S> awaitMessages(int count) {
        return new GrpcAwaitMessages<>(attributes, AwaitedMessages.next(count));
    }

    /** Lets messages come and go for so long, or until the stream ends: they are measured, and not awaited. */
    public final ActionBuilder receiveFor(Duration time) {
        return receiveFor(session -> time);
    }

    /** The same for a time that a Gatling EL string says, a duration or a number of seconds. */
    public final ActionBuilder receiveFor(String time) {
        return () -> GrpcActions.receiveFor(attributes, TimeExpression.of(time));
    }

    /** The same for a time made of the session; one below zero is none. */
    public final ActionBuilder receiveFor(Function<Session, Duration> time) {
        return () -> GrpcActions.receiveFor(attributes, SessionExpressions.of(time));
    }

    /** Waits for the end of the call; messages that were not awaited are let go. */
    public final GrpcAwaitEnd<Q, S> awaitEnd() {
        return new GrpcAwaitEnd<>(attributes, CheckList.NONE, null);
    }

    /** Cancels the call, which is no failure. */
    public final ActionBuilder cancel() {
        return () -> GrpcActions.cancel(attributes);
    }
}
