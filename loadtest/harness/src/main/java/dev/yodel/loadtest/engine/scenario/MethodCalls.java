package dev.yodel.loadtest.engine.scenario;

import static dev.yodel.gatling.grpc.GrpcDsl.grpc;
import static dev.yodel.gatling.grpc.GrpcDsl.json;
import static dev.yodel.gatling.grpc.GrpcDsl.jsonInTurn;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;

import com.google.protobuf.DynamicMessage;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcCallOptions;
import dev.yodel.gatling.grpc.GrpcClientStream;
import dev.yodel.gatling.grpc.GrpcJson;
import dev.yodel.gatling.grpc.GrpcSendingStream;
import dev.yodel.gatling.grpc.GrpcServerStream;
import dev.yodel.gatling.grpc.GrpcStream;
import dev.yodel.gatling.grpc.GrpcUnaryAction;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.loadtest.plan.CallSettings;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.MetadataEntry;
import dev.yodel.loadtest.plan.RequestPlan;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The actions of one method without stubs: a call of each kind, its messages, and its end. */
final class MethodCalls {

    /** A user pauses this long after a failed call: otherwise a dead server would cause a flood of failures. */
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    private static final String OPENED = "yodel.opened";
    private static final String MESSAGE = "yodel.message";

    private final RequestPlan request;
    private final List<GrpcJson> data;
    private final Duration beyondRun;

    MethodCalls(LoadPlan plan, RequestPlan request) {
        this.request = request;
        data = request.data().stream().map(text -> json(text)).toList();
        beyondRun = LongLivedUsers.beyond(plan);
    }

    /** The messages to send; at least one. */
    List<GrpcJson> data() {
        return data;
    }

    /** The message of a call that sends only one: the next one in turn. */
    GrpcJson nextMessage() {
        return jsonInTurn(request.data());
    }

    GrpcUnaryAction<DynamicMessage, DynamicMessage> unary() {
        return set(grpc(request.name()).unary(request.call())).send(nextMessage());
    }

    GrpcServerStream<DynamicMessage, DynamicMessage> serverStream() {
        return reading(set(grpc(request.name()).serverStream(request.call())));
    }

    GrpcClientStream<DynamicMessage, DynamicMessage> clientStream() {
        return set(grpc(request.name()).clientStream(request.call()));
    }

    GrpcBidiStream<DynamicMessage, DynamicMessage> bidiStream() {
        return reading(set(grpc(request.name()).bidiStream(request.call())));
    }

    private <T extends GrpcStream<T, DynamicMessage, DynamicMessage>> T reading(T stream) {
        Double slowReader = request.settings().slowReader();
        return slowReader == null ? stream : stream.readRate(slowReader);
    }

    /**
     * Ends a stream that is held open. A slow reader cancels it, which is no failure: the end of the stream follows messages
     * that it would not read in time.
     */
    ActionBuilder close(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream) {
        return request.settings().slowReader() == null ? stream.halfClose() : stream.cancel();
    }

    /** With the settings of the request. */
    <T extends GrpcCallOptions<T>> T set(T call) {
        CallSettings settings = request.settings();
        T set = call;
        for (MetadataEntry entry : request.metadata()) {
            set = entry.isBinary()
                    ? set.header(Metadata.Key.of(entry.key(), Metadata.BINARY_BYTE_MARSHALLER), entry.bytes())
                    : set.header(entry.key(), entry.value());
        }
        if (settings.timeout() != null) {
            set = set.deadline(settings.timeout());
        }
        if (settings.compressor() != null) {
            set = set.compressor(settings.compressor());
        }
        return settings.maxMessageSize() == null ? set : set.maxInboundMessageSize(settings.maxMessageSize());
    }

    /** A stream from its beginning to its end. */
    ChainBuilder whole(GrpcServerStream<DynamicMessage, DynamicMessage> stream) {
        Duration held = request.settings().streamDuration();
        return held == null
                ? exec(stream.open(nextMessage())).exec(end(stream))
                : exec(stream.open(nextMessage()))
                        .exec(stream.receiveFor(held), stream.cancel())
                        .exec(end(stream));
    }

    /** A stream from its beginning to its end. */
    ChainBuilder whole(GrpcClientStream<DynamicMessage, DynamicMessage> stream) {
        return whole(stream, exec(stream.sendInTurn(data)));
    }

    /** A stream from its beginning to its end. */
    ChainBuilder whole(GrpcBidiStream<DynamicMessage, DynamicMessage> stream) {
        return whole(stream, exec(stream.sendInTurn(data), stream.awaitMessage().orEnd()));
    }

    private ChainBuilder whole(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream, ChainBuilder exchange) {
        Duration held = request.settings().streamDuration();
        Double rate = request.settings().messageRate();
        Integer messages = request.messages();
        if (held == null && rate == null && messages == null) {
            return exec(stream.open(), stream.sendAll(data), stream.halfClose()).exec(end(stream));
        }
        ChainBuilder opened = opened(stream);
        ChainBuilder sent = rate == null
                ? opened.exec(asLongAs(
                                session -> !session.isFailed()
                                        && stream.isOpen(session)
                                        && (held == null || heldFor(session).compareTo(held) < 0)
                                        && (messages == null || session.getInt(MESSAGE) < messages),
                                MESSAGE)
                        .on(exchange))
                : opened.exec(stream.sendOnSchedule(nextMessage(), schedule(rate, messages, held)));
        ChainBuilder kept = held == null ? sent : sent.exec(stream.receiveFor(session -> held.minus(heldFor(session))));
        return kept.exec(held == null ? stream.halfClose() : close(stream)).exec(end(stream));
    }

    private Schedule schedule(double rate, @Nullable Integer messages, @Nullable Duration held) {
        if (messages != null) {
            return Schedule.constant(rate).times(messages);
        }
        return held == null
                ? Schedule.constant(rate).times(data.size())
                : Schedule.constant(rate).during(held);
    }

    /** Opens a stream and remembers when. */
    static ChainBuilder opened(GrpcSendingStream<?, DynamicMessage, DynamicMessage> stream) {
        return exec(stream.open()).exec(MethodCalls::markOpened);
    }

    static Session markOpened(Session session) {
        return session.set(OPENED, System.nanoTime());
    }

    /** How long the stream of the session may stay open, but no longer than the given time. */
    Duration timeLeft(Session session, Duration most) {
        Duration held = request.settings().streamDuration();
        Duration left = held == null ? most : held.minus(heldFor(session));
        return left.compareTo(most) < 0 ? left : most;
    }

    private static Duration heldFor(Session session) {
        return Duration.ofNanos(System.nanoTime() - session.getLong(OPENED));
    }

    /** Waits for the server to end the stream: only the run bounds how long a stream takes. */
    ChainBuilder end(GrpcStream<?, ?, ?> stream) {
        return exec(doIf(Session::isFailed).then(exec(stream.cancel())))
                .exec(stream.awaitEnd().timeout(beyondRun))
                .exec(recover());
    }

    /** Pauses after a failed call and lets the user continue. */
    static ChainBuilder recover() {
        return exec(doIf(Session::isFailed).then(exec(Session::markAsSucceeded).pause(AFTER_FAILURE)));
    }
}
