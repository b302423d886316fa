package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcClientStream;
import dev.yodel.gatling.grpc.GrpcServerStream;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ChainBuilder;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Servers that break the rules, a frame at a time: each call has one clear result, and its user goes on once. Whether
 * the connection lives on is seen from the call after it.
 */
class BadServerTest {

    private static final int OK = 0;
    private static final int NOT_FOUND = 5;

    private static final ChainBuilder GREET =
            exec(grpc("greet").unary(TestServer.UNARY).send(text("hi")));
    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);
    private static final GrpcServerStream<StringValue, StringValue> EXPAND =
            grpc("expand").serverStream(TestServer.EXPAND);
    private static final GrpcClientStream<StringValue, StringValue> COLLECT =
            grpc("collect").clientStream(TestServer.COLLECT);
    /** Sends nothing, which could come too late for the server or in time. */
    private static final ChainBuilder LISTEN = exec(CHAT.open(), CHAT.awaitMessage(), CHAT.awaitEnd());

    private @Nullable RawServer server;
    private @Nullable GatlingBed bed;

    @AfterEach
    void close() {
        if (bed != null) {
            bed.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void it_resets_a_stream_in_the_midst() {
        answering((stream, out) -> {
            out.headers(stream);
            out.message(stream, "one");
            out.reset(stream, RawServer.CANCEL);
        });

        assertThat(endOf(LISTEN).isFailed()).isTrue();

        assertOnly(
                FailureSource.RESET,
                Status.Code.CANCELLED,
                "CANCELLED: RST_STREAM closed stream. HTTP/2 error code: CANCEL");
        assertThat(bed.samples.messages).hasSize(1);
    }

    @Test
    void it_resets_a_stream_while_messages_are_awaited() {
        answering((stream, out) -> {
            out.headers(stream);
            out.message(stream, "one");
            out.reset(stream, RawServer.ENHANCE_YOUR_CALM);
        });

        assertThat(endOf(exec(CHAT.open(), CHAT.awaitMessages(2), CHAT.awaitEnd()))
                        .isFailed())
                .isTrue();

        assertOnly(
                FailureSource.RESET,
                Status.Code.RESOURCE_EXHAUSTED,
                "RESOURCE_EXHAUSTED: RST_STREAM closed stream. HTTP/2 error code: ENHANCE_YOUR_CALM (Bandwidth exhausted)");
    }

    @Test
    void it_sends_a_message_after_its_trailers() {
        answering((stream, out) -> {
            out.headers(stream);
            out.message(stream, "one");
            out.trailers(stream, OK);
            out.message(stream, "two");
        });

        assertThat(endOf(LISTEN).isFailed()).isFalse();

        assertOnly(FailureSource.NONE, Status.Code.OK, null);
        assertThat(bed.samples.messages).hasSize(1);
        assertThat(bed.run(GREET).isFailed()).isFalse();
        assertThat(bed.samples.calls).hasSize(2);
    }

    @Test
    void it_sends_trailers_after_its_trailers() {
        answering((stream, out) -> {
            out.headers(stream);
            out.message(stream, "one");
            out.trailers(stream, NOT_FOUND);
            out.trailers(stream, OK);
        });

        assertThat(endOf(GREET).isFailed()).isTrue();

        assertOnly(FailureSource.STATUS, Status.Code.NOT_FOUND, "NOT_FOUND");
        assertThat(bed.run(GREET).isFailed()).isTrue();
        assertThat(bed.samples.calls).hasSize(2);
    }

    @Test
    void it_ends_a_stream_without_trailers() {
        answering((stream, out) -> {
            out.headers(stream);
            out.lastMessage(stream, "one");
        });

        assertThat(endOf(LISTEN).isFailed()).isTrue();

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.RESET);
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.INTERNAL);
        assertThat(bed.samples.only().error()).startsWith("INTERNAL: ");
    }

    @Test
    void it_half_closes_before_the_client_has_sent_all() {
        answering((stream, out) -> {
            out.headers(stream);
            out.message(stream, "enough");
            out.trailers(stream, OK);
        });

        assertThat(endOf(exec(
                                COLLECT.open(),
                                COLLECT.awaitEnd()
                                        .check(message(StringValue::getValue).is("enough"))))
                        .isFailed())
                .isFalse();
        assertThat(bed.samples.only().ok()).isTrue();
        // What answers the second call comes on the same connection, behind the end of the stream.
        assertThat(bed.run(exec(CHAT.open(), CHAT.awaitMessage())
                                .exec(GREET)
                                .exec(CHAT.send(text("still there?")), CHAT.awaitEnd()))
                        .isFailed())
                .isFalse();
        assertThat(bed.samples.calls).extracting(CallSample::error).containsExactly(null, null, null);
    }

    @Test
    void it_answers_a_unary_call_twice() {
        answeringTimes(2);

        assertThat(endOf(GREET).isFailed()).isTrue();

        assertOnly(FailureSource.RESET, Status.Code.INTERNAL, "INTERNAL: more than one answer (expected: one)");
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    @Test
    void it_answers_a_unary_call_on_and_on() {
        answeringTimes(1_000);

        assertThat(endOf(GREET).isFailed()).isTrue();

        assertOnly(FailureSource.RESET, Status.Code.INTERNAL, "INTERNAL: more than one answer (expected: one)");
    }

    @Test
    void it_answers_a_client_stream_twice() {
        answeringTimes(2);

        assertThat(endOf(exec(COLLECT.open(), COLLECT.halfClose(), COLLECT.awaitEnd()))
                        .isFailed())
                .isTrue();

        assertOnly(FailureSource.RESET, Status.Code.INTERNAL, "INTERNAL: more than one answer (expected: one)");
    }

    @Test
    void it_refuses_a_stream_and_refuses_it_again() {
        answering((stream, out) -> out.reset(stream, RawServer.REFUSED_STREAM));

        assertThat(endOf(LISTEN).isFailed()).isTrue();

        assertOnly(
                FailureSource.RESET,
                Status.Code.UNAVAILABLE,
                "UNAVAILABLE: RST_STREAM closed stream. HTTP/2 error code: REFUSED_STREAM");
        assertThat(bed.samples.run.get().channels().get(0).backends().get(0).refusedStreams())
                .isEqualTo(2);
    }

    @Test
    void it_takes_no_more_streams_than_its_limit() {
        server = RawServer.answering(1, (stream, out) -> {
            out.headers(stream);
            out.message(stream, "one");
        });
        bed = newBed();
        GatlingBed.User first = bed.start(
                exec(CHAT.open(), CHAT.awaitMessage(), CHAT.awaitMessage().timeout(Duration.ofHours(1))), Map.of());
        GatlingBed.eventually(() -> bed.samples.messages.size() == 1);

        Session second = endOf(exec(CHAT.open(), CHAT.awaitMessage().timeout(Duration.ofMillis(300)), CHAT.cancel()));

        assertThat(second.isFailed()).isTrue();
        assertThat(server.streams).hasValue(1);
        assertOnly(FailureSource.DEADLINE, Status.Code.CANCELLED, "no awaited message in time");
        assertThat(first.ended).isNotDone();
    }

    @Test
    void it_goes_away_and_leaves_a_stream_open() {
        answering((stream, out) -> {
            out.headers(stream);
            out.message(stream, "one");
            out.goAway(stream, 0);
            out.message(stream, "two");
            out.trailers(stream, OK);
        });

        assertThat(endOf(exec(EXPAND.open(text("")), EXPAND.awaitMessages(2), EXPAND.awaitEnd()))
                        .isFailed())
                .isFalse();

        assertThat(bed.run(exec(EXPAND.open(text("")), EXPAND.awaitEnd())).isFailed())
                .isFalse();
        assertThat(server.connections()).isEqualTo(2);
    }

    private void answeringTimes(int times) {
        answering((stream, out) -> {
            out.headers(stream);
            for (int i = 0; i < times; i++) {
                out.message(stream, "answer");
            }
            out.trailers(stream, OK);
        });
    }

    private void answering(RawServer.Answer answer) {
        server = RawServer.answering(answer);
        bed = newBed();
    }

    private GatlingBed newBed() {
        return new GatlingBed(grpc.target(server.target()).usePlaintext());
    }

    /** The session of a user who has gone through the chain, once. */
    private Session endOf(ChainBuilder chain) {
        GatlingBed.User user = bed.start(chain, Map.of());
        Session end = user.ended.orTimeout(30, TimeUnit.SECONDS).join();
        user.leave(end);
        assertThat(user.arrivals).hasValue(1);
        return end;
    }

    private void assertOnly(FailureSource failureSource, Status.Code status, @Nullable String error) {
        CallSample sample = bed.samples.only();
        assertThat(sample.error()).isEqualTo(error);
        assertThat(sample.failureSource()).isEqualTo(failureSource);
        assertThat(sample.status()).isEqualTo(status);
    }
}
