package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.FeederRecords;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamCall;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import dev.yodel.gatling.grpc.protocol.GrpcProtocolKey;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ChainBuilder;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** The builders of all actions of this protocol, from which Gatling creates actions when it builds a scenario. */
public final class GrpcActions {

    private GrpcActions() {}

    /** Makes one unary call and waits for its end. */
    public static <Q, S> ActionBuilder unary(CallAttributes<Q, S> call, MessageSource<Q> message, CheckList checks) {
        return (context, next) -> new UnaryAction<>(call, message, checks, context, next);
    }

    /**
     * Makes unary calls according to a schedule, each with the next record if there is a feed, and waits for all of
     * them.
     */
    public static <Q, S> ActionBuilder unaryOnSchedule(
            CallAttributes<Q, S> call,
            MessageSource<Q> message,
            CheckList checks,
            Schedule schedule,
            int maxInFlight,
            @Nullable ChainBuilder feed) {
        return (context, next) ->
                new ScheduledUnaryAction<>(call, message, checks, schedule, maxInFlight, feed, context, next);
    }

    /** Opens a stream; sends the request and half-closes if there is one. */
    public static <Q, S> ActionBuilder open(StreamAttributes<Q, S> stream, @Nullable MessageSource<Q> request) {
        return (context, next) -> new OpenAction<>(stream, request, context, next);
    }

    /** Sends one message when the transport is ready for it. */
    public static <Q, S> ActionBuilder send(StreamAttributes<Q, S> stream, MessageSource<Q> message) {
        return sending("send", stream, message, null, (call, session, next, bound) -> {
            Q one = bound.make(stream.name().text(), session);
            SendWait.one(call, session, next, timeout(call, session, null), one);
        });
    }

    /** Sends a number of messages, each with the next record of the feed. */
    public static <Q, S> ActionBuilder sendFromFeeder(
            StreamAttributes<Q, S> stream,
            MessageSource<Q> message,
            ChainBuilder feed,
            Function1<Session, Validation<Integer>> records) {
        return sending("send", stream, message, feed, (call, session, next, bound) -> {
            int count =
                    SessionExpressions.resolve("records for " + stream.name().text(), records, session);
            if (count < 1) {
                throw new UnresolvedException("records for %s: %d (expected: > 0)"
                        .formatted(stream.name().text(), count));
            }
            new FeederSendWait<>(call, session, next, timeout(call, session, null), bound, count).begin();
        });
    }

    /** Sends messages according to a schedule, each with the next record if there is a feed. */
    public static <Q, S> ActionBuilder sendOnSchedule(
            StreamAttributes<Q, S> stream, MessageSource<Q> message, Schedule schedule, @Nullable ChainBuilder feed) {
        return sending(
                "sendOnSchedule",
                stream,
                message,
                feed,
                (call, session, next, bound) -> new ScheduledSendWait<>(call, session, next, schedule, bound).begin());
    }

    /** Sends a list of messages from the session, each when the transport is ready for it. */
    public static <Q, S> ActionBuilder sendAll(
            StreamAttributes<Q, S> stream, Function1<Session, Validation<List<Q>>> messages) {
        return step("sendAll", stream, (call, session, next) -> {
            Iterator<Q> all = SessionExpressions.resolve(
                            "messages of " + stream.name().text(), messages, session)
                    .iterator();
            new SendWait<>(call, session, next, timeout(call, session, null), all).begin();
        });
    }

    /** Sends a message of each source, each when the transport is ready for it. */
    public static <Q, S> ActionBuilder sendEach(StreamAttributes<Q, S> stream, List<MessageSource<Q>> messages) {
        return (context, after) -> {
            List<Function1<Session, Validation<Q>>> bound = bound(stream, messages, context);
            StreamStep<Q, S> step = (call, session, next) -> {
                Iterator<Q> all = resolved("message of " + call.name(), bound.iterator(), session);
                new SendWait<>(call, session, next, timeout(call, session, null), all).begin();
            };
            return new StreamAction<>("sendAll", stream, step, context, after);
        };
    }

    /** Sends the message of the next source in turn, when the transport is ready for it. */
    public static <Q, S> ActionBuilder sendInTurn(StreamAttributes<Q, S> stream, List<MessageSource<Q>> messages) {
        return (context, after) -> {
            List<Function1<Session, Validation<Q>>> bound = bound(stream, messages, context);
            StreamStep<Q, S> step = (call, session, next) -> {
                Function1<Session, Validation<Q>> turn = bound.get((int) (call.sent() % bound.size()));
                Q one = SessionExpressions.resolve("message of " + call.name(), turn, session);
                SendWait.one(call, session, next, timeout(call, session, null), one);
            };
            return new StreamAction<>("sendInTurn", stream, step, context, after);
        };
    }

    /** Waits for messages. */
    public static <Q, S> ActionBuilder awaitMessages(StreamAttributes<Q, S> stream, AwaitedMessages<S> awaited) {
        return (context, after) -> {
            AwaitedMessages<S> bound = awaited.withChecks(components(context).checks(awaited.checks()));
            StreamStep<Q, S> step = (call, session, next) ->
                    new MessageWait<>(call, session, next, timeout(call, session, bound.timeout()), bound).begin();
            return new StreamAction<>("awaitMessage", stream, step, context, after);
        };
    }

    /** Receives and discards messages for a time. */
    public static <Q, S> ActionBuilder receiveFor(
            StreamAttributes<Q, S> stream, Function1<Session, Validation<Duration>> time) {
        return step("receiveFor", stream, (call, session, next) -> {
            Duration resolved =
                    SessionExpressions.resolve("time of " + stream.name().text(), time, session);
            new ReceiveWait<>(call, session, next, resolved).begin();
        });
    }

    /** Half-closes the call. */
    public static <Q, S> ActionBuilder halfClose(StreamAttributes<Q, S> stream) {
        return step("halfClose", stream, (call, session, next) -> {
            call.halfClose();
            next.$bang(session);
        });
    }

    /** Waits for the end of the call, and judges it. */
    public static <Q, S> ActionBuilder awaitEnd(
            StreamAttributes<Q, S> stream, CheckList checks, @Nullable AwaitTime timeout) {
        return (context, after) -> {
            CheckList bound = components(context).checks(checks);
            StreamStep<Q, S> step = (call, session, next) ->
                    new EndWait<>(call, session, next, timeout(call, session, timeout), bound).begin();
            return new StreamAction<>("awaitEnd", stream, step, context, after);
        };
    }

    /** Cancels the call, which is no failure. */
    public static <Q, S> ActionBuilder cancel(StreamAttributes<Q, S> stream) {
        return step("cancel", stream, (call, session, next) -> {
            call.cancel();
            next.$bang(session);
        });
    }

    private static <Q, S> ActionBuilder step(String name, StreamAttributes<Q, S> stream, StreamStep<Q, S> step) {
        return (context, next) -> new StreamAction<>(name, stream, step, context, next);
    }

    /** A step with messages, which are bound to the method. */
    private static <Q, S> ActionBuilder sending(
            String name,
            StreamAttributes<Q, S> stream,
            MessageSource<Q> message,
            @Nullable ChainBuilder feed,
            SendingStep<Q, S> step) {
        return (context, next) -> {
            GrpcComponents components = components(context);
            MessageSupplier<Q> bound = new MessageSupplier<>(
                    message.bind(stream.call().method().find(components), components),
                    feed == null ? null : new FeederRecords(feed, context));
            StreamStep<Q, S> boundStep = (call, session, after) -> step.take(call, session, after, bound);
            return new StreamAction<>(name, stream, boundStep, context, next);
        };
    }

    /** Evaluates each expression in next(), not in hasNext(). */
    private static <T> Iterator<T> resolved(
            String what, Iterator<Function1<Session, Validation<T>>> expressions, Session session) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return expressions.hasNext();
            }

            @Override
            public T next() {
                return SessionExpressions.resolve(what, expressions.next(), session);
            }
        };
    }

    private static <Q, S> List<Function1<Session, Validation<Q>>> bound(
            StreamAttributes<Q, S> stream, List<MessageSource<Q>> messages, ScenarioContext context) {
        GrpcComponents components = components(context);
        MethodDescriptor<Q, ?> method = stream.call().method().find(components);
        return messages.stream()
                .map(message -> message.bind(method, components))
                .toList();
    }

    private static GrpcComponents components(ScenarioContext context) {
        return GrpcProtocolKey.components(context.protocolComponentsRegistry());
    }

    private static Duration timeout(StreamCall<?, ?> call, Session session, @Nullable AwaitTime timeout) {
        return timeout != null
                ? timeout.in(session)
                : call.components().protocol().awaitTimeout();
    }

    /** A {@link StreamStep} with messages to send. */
    @FunctionalInterface
    private interface SendingStep<Q, S> {

        void take(StreamCall<Q, S> stream, Session session, Action next, MessageSupplier<Q> messages);
    }
}
