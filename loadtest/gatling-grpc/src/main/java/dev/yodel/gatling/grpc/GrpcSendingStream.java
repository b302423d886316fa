package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.function.Function;

/** A stream on which the client sends any number of messages. Immutable. */
public abstract sealed class GrpcSendingStream<T extends GrpcSendingStream<T, Q, S>, Q, S> extends GrpcStream<T, Q, S>
        permits GrpcClientStream, GrpcBidiStream {

    GrpcSendingStream(StreamAttributes<Q, S> attributes) {
        super(attributes);
    }

    /** Opens the stream. */
    public final ActionBuilder open() {
        return () -> GrpcActions.open(attributes(), null);
    }

    /** Sends the same message each time. Waits until the transport is ready for it. */
    public final GrpcSend<Q, S> send(Q message) {
        return new GrpcSend<>(attributes(), MessageSource.always(message));
    }

    /** Sends a message that is a function of the session. Waits until the transport is ready for it. */
    public final GrpcSend<Q, S> send(Function<Session, Q> message) {
        return new GrpcSend<>(attributes(), MessageSource.of(message));
    }

    /** Sends a message written in JSON; see {@link GrpcDsl#json}. Waits until the transport is ready for it. */
    public final GrpcSend<Q, S> send(GrpcJson message) {
        return new GrpcSend<>(attributes(), message.messages());
    }

    /**
     * Sends all messages of a list, each when the transport is ready for it. For messages created from the records of a
     * feeder see {@link GrpcSend#feed(io.gatling.javaapi.core.FeederBuilder, int) send(message).feed(feeder, n)}.
     */
    public final ActionBuilder sendAll(Function<Session, List<Q>> messages) {
        return () -> GrpcActions.sendAll(attributes(), SessionExpressions.of(messages));
    }

    /** Sends several messages written in JSON, each when the transport is ready for it. */
    public final ActionBuilder sendAll(List<GrpcJson> messages) {
        List<MessageSource<Q>> sources = sources(messages);
        return () -> GrpcActions.sendEach(attributes(), sources);
    }

    /**
     * Sends one of several messages written in JSON, in turn: the n-th send of the stream uses the n-th message, and
     * starts over after the last one. Waits until the transport is ready for it.
     */
    public final ActionBuilder sendInTurn(List<GrpcJson> messages) {
        List<MessageSource<Q>> sources = sources(messages);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("messages in turn: none (expected: at least one)");
        }
        return () -> GrpcActions.sendInTurn(attributes(), sources);
    }

    private static <Q> List<MessageSource<Q>> sources(List<GrpcJson> messages) {
        return messages.stream().map(GrpcJson::<Q>messages).toList();
    }

    /**
     * Sends the same message at each due time of the schedule, and proceeds when the last one is sent. Messages
     * received meanwhile are measured and discarded.
     */
    public final GrpcScheduledSend<Q, S> sendOnSchedule(Q message, Schedule schedule) {
        return new GrpcScheduledSend<>(attributes(), MessageSource.always(message), schedule, null);
    }

    /** Sends a message that is a function of the session at each due time. */
    public final GrpcScheduledSend<Q, S> sendOnSchedule(Function<Session, Q> message, Schedule schedule) {
        return new GrpcScheduledSend<>(attributes(), MessageSource.of(message), schedule, null);
    }

    /** Sends a message written in JSON at each due time. */
    public final GrpcScheduledSend<Q, S> sendOnSchedule(GrpcJson message, Schedule schedule) {
        return new GrpcScheduledSend<>(attributes(), message.messages(), schedule, null);
    }

    /** Half-closes the call: signals that no more messages follow. */
    public final ActionBuilder halfClose() {
        return () -> GrpcActions.halfClose(attributes());
    }
}
