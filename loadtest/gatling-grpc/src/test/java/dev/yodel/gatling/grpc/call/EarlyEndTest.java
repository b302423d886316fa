package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcClientStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import io.gatling.javaapi.core.ChainBuilder;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that ends a stream before its client is done. Each end is processed before the user acts again. */
class EarlyEndTest {

    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);
    private static final GrpcClientStream<StringValue, StringValue> COLLECT =
            grpc("collect").clientStream(TestServer.COLLECT);

    private final TestServer server = new TestServer(answerAndEnd());
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void sends_after_an_end_with_OK_fail_neither_call_nor_user() {
        List<ChainBuilder> sends = List.of(
                exec(CHAT.send(text("a"))),
                exec(CHAT.sendAll(session -> List.of(text("a"), text("b")))),
                exec(CHAT.sendOnSchedule(text("a"), Schedule.constant(1).times(2))),
                exec(CHAT.send(text("a")).feed(listFeeder(List.of(Map.<String, Object>of("a", 1))), 1)));

        for (ChainBuilder send : sends) {
            assertThat(bed.run(exec(CHAT.open())
                                    .exec(receivedUntilEnd())
                                    .exec(send)
                                    .exec(CHAT.halfClose(), CHAT.awaitEnd()))
                            .isFailed())
                    .isFalse();
        }

        assertThat(bed.samples.calls)
                .hasSize(sends.size())
                .allMatch(CallSample::ok)
                .allMatch(CallSample::endedEarly);
    }

    @Test
    void an_awaited_message_is_missing_unless_the_await_accepts_the_end() {
        ChainBuilder ended = exec(CHAT.open()).exec(receivedUntilEnd());

        assertThat(bed.run(ended.exec(CHAT.awaitMessage().orEnd(), CHAT.awaitEnd()))
                        .isFailed())
                .isFalse();
        assertThat(bed.samples.only().endedEarly()).isTrue();
        assertThat(bed.samples.only().ok()).isTrue();
        bed.samples.calls.clear();

        assertThat(bed.run(ended.exec(CHAT.awaitMessage(), CHAT.awaitEnd())).isFailed())
                .isTrue();
        assertThat(bed.samples.only().error()).isEqualTo("the stream ended before the awaited message");
    }

    @Test
    void a_stream_that_has_ended_is_not_open() {
        var end = bed.run(exec(session -> session.set("before", CHAT.isOpen(session)))
                .exec(CHAT.open())
                .exec(session -> session.set("opened", CHAT.isOpen(session)))
                .exec(receivedUntilEnd())
                .exec(session -> session.set("ended", CHAT.isOpen(session))));

        assertThat(end.getBoolean("before")).isFalse();
        assertThat(end.getBoolean("opened")).isTrue();
        assertThat(end.getBoolean("ended")).isFalse();
    }

    @Test
    void a_client_that_was_done_is_not_interrupted() {
        assertThat(bed.run(exec(CHAT.open(), CHAT.halfClose(), CHAT.awaitEnd())).isFailed())
                .isFalse();
        assertThat(bed.samples.only().endedEarly()).isFalse();
    }

    @Test
    void a_client_stream_is_no_exception() {
        assertThat(bed.run(exec(COLLECT.open())
                                .exec(COLLECT.receiveFor(Duration.ofHours(1)))
                                .exec(COLLECT.send(text("a")), COLLECT.halfClose(), COLLECT.awaitEnd()))
                        .isFailed())
                .isFalse();
        assertThat(bed.samples.only().ok()).isTrue();
        assertThat(bed.samples.only().endedEarly()).isTrue();
    }

    /** Returns when the stream has ended. */
    private static ChainBuilder receivedUntilEnd() {
        return exec(CHAT.receiveFor(Duration.ofHours(1)));
    }

    /** Sends one message and ends with OK, before the client has sent anything. */
    private static ServerCallHandler<StringValue, StringValue> answerAndEnd() {
        return (call, headers) -> {
            call.sendHeaders(new Metadata());
            call.sendMessage(text("enough"));
            call.close(Status.OK, new Metadata());
            return new ServerCall.Listener<>() {};
        };
    }
}
