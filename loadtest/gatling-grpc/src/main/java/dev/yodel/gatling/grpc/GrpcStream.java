package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.AwaitedMessages;
import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamCall;
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
 * A stream and the actions on it. Immutable.
 *
 * <p>A user finds an open stream by its name, which is the request name unless {@link #as} sets another. A user may
 * have several open streams. A stream that is still open when its user ends is cancelled. The options of the call and
 * the handling of its messages are those of its {@code open()}: options that are set on another action only are
 * refused.
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
        return new StreamAttributes<>(
                call, name, null, StreamAttributes.DEFAULT_RECEIVE_BUFFER, null, null, CheckList.NONE);
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

    /** The name by which the user's actions find the stream, a function of the session. */
    public final T as(Function<Session, String> name) {
        return with(attributes.withName(StreamName.of(name)));
    }

    /** Selects a target of the protocol by its name, a Gatling EL string. */
    public final T on(String target) {
        return with(attributes.withCall(attributes.call().withTarget(TargetName.of(target))));
    }

    /** Selects a target of the protocol by its name, a function of the session. */
    public final T on(Function<Session, String> target) {
        return with(attributes.withCall(attributes.call().withTarget(TargetName.of(target))));
    }

    /**
     * The due time of the stream, a value of {@link System#nanoTime()}: its response time counts from then, even if its
     * user opens it later. For users that arrive by a known schedule. A due time in the future is treated as now.
     */
    public final T dueAt(Function<Session, Long> nanoTime) {
        return with(attributes.withDue(SessionExpressions.of(nanoTime)));
    }

    /**
     * The maximum number of received messages that wait to be awaited, 64 by default. When the buffer is full no more
     * messages are requested, which applies backpressure to the server.
     */
    public final T receiveBuffer(int messages) {
        return with(attributes.withReceiveBuffer(messages));
    }

    /**
     * Reads slowly: requests one message at a time from the transport, at most that many per second. With 0 it reads none,
     * and such a stream has to be cancelled, since its end follows its messages. The server notices when the flow-control
     * window of HTTP/2 is full, 64 KiB at first. Latencies of messages include the time that they were not read.
     */
    public final T readRate(double messagesPerSecond) {
        return with(attributes.withReadRate(messagesPerSecond));
    }

    /**
     * Adds checks on every message when it is received, awaited or not. They read the session of the user's last action
     * on the stream; values that they save are not kept.
     */
    public final T checkEach(CheckBuilder... more) {
        return with(attributes.withEachMessage(
                attributes.eachMessage().and(List.of(more)).onMessage("every message")));
    }

    /** Adds checks on every message that run only if a Gatling EL string yields {@code true}. */
    public final GrpcCheckIf<T> checkEachIf(String condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::checkEach);
    }

    /** Adds checks on every message that run only if a function of the session yields true. */
    public final GrpcCheckIf<T> checkEachIf(Function<Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::checkEach);
    }

    /** Adds checks on every message that run only if a function of response and session yields true. */
    public final GrpcCheckIf<T> checkEachIf(BiFunction<GrpcResponse<S>, Session, Boolean> condition) {
        return new GrpcCheckIf<>(CheckCondition.of(condition), this::checkEach);
    }

    /** Whether the user of the session has opened the stream, and it has neither ended nor been cancelled since. */
    public final boolean isOpen(Session session) {
        Object stream = session.get(attributes.name().keys().apply(session.asScala()));
        return stream instanceof StreamCall<?, ?> call && call.isOpen();
    }

    /** Waits for the next message. */
    public final GrpcAwaitMessages<Q, S> awaitMessage() {
        return awaitMessages(1);
    }

    /** Waits for the given number of messages; checks apply to each. */
    public final GrpcAwaitMessages<Q, S> awaitMessages(int count) {
        return new GrpcAwaitMessages<>(attributes, AwaitedMessages.next(count));
    }

    /** Receives messages for a duration, or until the stream ends: they are measured and discarded. */
    public final ActionBuilder receiveFor(Duration time) {
        return receiveFor(session -> time);
    }

    /** Receives messages for a duration, a Gatling EL string that yields a duration or a number of seconds. */
    public final ActionBuilder receiveFor(String time) {
        return () -> GrpcActions.receiveFor(attributes, SessionExpressions.duration(time));
    }

    /** Receives messages for a duration that is a function of the session; less than zero is treated as zero. */
    public final ActionBuilder receiveFor(Function<Session, Duration> time) {
        return () -> GrpcActions.receiveFor(attributes, SessionExpressions.of(time));
    }

    /** Waits for the end of the call; messages that were not awaited are discarded. */
    public final GrpcAwaitEnd<Q, S> awaitEnd() {
        return new GrpcAwaitEnd<>(attributes, CheckList.NONE, null);
    }

    /** Cancels the call, which is no failure. */
    public final ActionBuilder cancel() {
        return () -> GrpcActions.cancel(attributes);
    }
}
