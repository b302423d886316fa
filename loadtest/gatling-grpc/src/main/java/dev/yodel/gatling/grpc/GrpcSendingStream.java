package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.function.Function;

/** A stream on which the client sends as many messages as it likes. Immutable. */
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

    /** Sends a message made of the session. Waits until the transport is ready for it. */
    public final GrpcSend<Q, S> send(Function<Session, Q> message) {
        return new GrpcSend<>(attributes(), MessageSource.of(message));
    }

    /** Sends a message written in JSON; see {@link GrpcDsl#json}. Waits until the transport is ready for it. */
    public final GrpcSend<Q, S> send(GrpcJson message) {
        return new GrpcSend<>(attributes(), message.messages());
    }

    /**
     * Sends all messages of a list, each when the transport is ready for it. For messages made of the records of a feeder
     * there is {@link GrpcSend#feed(io.gatling.javaapi.core.FeederBuilder, int) send(message).feed(feeder, n)}.
     */
    public final ActionBuilder sendAll(Function<Session, List<Q>> messages) {
        return () -> GrpcActions.sendAll(attributes(), SessionExpressions.of(messages));
    }

    /** Sends messages written in JSON, one after the other, each when the transport is ready for it. */
    public final ActionBuilder sendAll(List<GrpcJson> messages) {
        List<MessageSource<Q>> sources = sources(messages);
        return () -> GrpcActions.sendEach(attributes(), sources);
    }

    /**
     * Sends one of several messages written in JSON: the first as the first of the stream, and so on, and after the last
     * one the first again. Waits until the transport is ready for it.
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
     * Sends the same message at the due times of the schedule, and goes on when the last one is sent. Messages received
     * meanwhile are measured and let go.
     */
    public final GrpcScheduledSend<Q, S> sendOnSchedule(Q message, Schedule schedule) {
        return new GrpcScheduledSend<>(attributes(), MessageSource.always(message), schedule, null);
    }

    /** The same with messages made of the session. */
    public final GrpcScheduledSend<Q, S> sendOnSchedule(Function<Session, Q> message, Schedule schedule) {
        return new GrpcScheduledSend<>(attributes(), MessageSource.of(message), schedule, null);
    }

    /** The same with messages written in JSON. */
    public final GrpcScheduledSend<Q, S> sendOnSchedule(GrpcJson message, Schedule schedule) {
        return new GrpcScheduledSend<>(attributes(), message.messages(), schedule, null);
    }

    /** Tells the server that no more messages come. */
    public final ActionBuilder halfClose() {
        return () -> GrpcActions.halfClose(attributes());
    }
}
