package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcAwaitEnd;
import dev.yodel.gatling.grpc.GrpcAwaitMessages;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that the session names, and waits that it sets the time of. */
class StreamBySessionTest {

    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);

    private final TestServer server = new TestServer();
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    static Stream<GrpcBidiStream<StringValue, StringValue>> namedByRoom() {
        return Stream.of(CHAT.as("chat #{room}"), CHAT.as(session -> "chat " + session.getString("room")));
    }

    @ParameterizedTest
    @MethodSource("namedByRoom")
    void one_definition_is_as_many_streams_as_the_session_has_names(GrpcBidiStream<StringValue, StringValue> chat) {
        Session end = bed.run(exec(in("a"), exec(chat.open(), chat.send(text("to a"))))
                .exec(in("b"), exec(chat.open(), chat.send(text("to b"))))
                .exec(in("a"), answered(chat, "to a"))
                .exec(in("b"), answered(chat, "to b")));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.calls)
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.error()).isNull());
        assertThat(server.opened).hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("namedByRoom")
    void a_stream_that_is_not_open_is_reported_by_its_name(GrpcBidiStream<StringValue, StringValue> chat) {
        Session end = bed.run(exec(in("a"), exec(chat.open())).exec(in("b"), exec(chat.send(text("to b")))));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes)
                .singleElement()
                .asString()
                .contains("stream chat b: not open (expected: its open() before send)");
    }

    @Test
    void a_name_that_the_session_can_not_make_is_said() {
        Session end = bed.run(exec(CHAT.as("chat #{room}").open()));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes).singleElement().asString().contains("stream name: ", "'room'");
        assertThat(server.opened).hasValue(0);
    }

    @Test
    void an_expression_in_a_request_name_is_no_name_of_a_stream() {
        var chat = grpc("chat in #{room}").bidiStream(TestServer.CHAT);

        Session end =
                bed.run(exec(in("a"), exec(chat.open(), chat.send(text("hi")))).exec(in("b"), answered(chat, "hi")));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.only().name()).isEqualTo("chat in a");
    }

    static Stream<GrpcAwaitMessages<StringValue, StringValue>> awaitsOfSomeTime() {
        var await = CHAT.awaitMessage();
        return Stream.of(
                await.timeout("#{time}"),
                await.timeout(session -> session.get("time")),
                await.timeout("0.05"),
                await.timeout("#{seconds}"));
    }

    @ParameterizedTest
    @MethodSource("awaitsOfSomeTime")
    void the_session_says_how_long_a_message_is_awaited(GrpcAwaitMessages<StringValue, StringValue> await) {
        Session end = bed.run(
                exec(CHAT.open()).exec(await).exec(CHAT.halfClose(), CHAT.awaitEnd()),
                Map.of("time", Duration.ofMillis(50), "seconds", 0.05));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(bed.samples.only().error()).isEqualTo("no awaited message in time");
    }

    static Stream<GrpcAwaitEnd<StringValue, StringValue>> ends() {
        var await = CHAT.awaitEnd();
        return Stream.of(await.timeout("#{time}"), await.timeout(session -> session.get("time")));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void the_session_says_how_long_an_end_is_awaited(GrpcAwaitEnd<StringValue, StringValue> await) {
        Session end = bed.run(exec(CHAT.open()).exec(await), Map.of("time", Duration.ofMillis(50)));

        assertThat(end.isFailed()).isTrue();
        CallSample sample = bed.samples.only();
        assertThat(sample.failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(sample.error()).contains("the stream did not end in time");
    }

    @Test
    void a_time_that_is_no_time_is_said() {
        Session end = bed.run(
                exec(CHAT.open()).exec(CHAT.awaitMessage().timeout("soon")).exec(CHAT.halfClose(), CHAT.awaitEnd()));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes)
                .singleElement()
                .asString()
                .contains("await time-out: ", "soon (expected: a duration or a number of seconds)");
    }

    @Test
    void a_time_that_is_none_is_said_and_the_user_proceeds() {
        Session end = bed.run(
                exec(CHAT.open()).exec(CHAT.awaitMessage().timeout("#{time}")).exec(CHAT.halfClose(), CHAT.awaitEnd()),
                Map.of("time", Duration.ZERO));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes).singleElement().asString().contains("await time-out: PT0S (expected: > 0)");
        assertThatThrownBy(() -> CHAT.awaitEnd().timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("await time-out: PT0S (expected: > 0)");
    }

    @Test
    void the_session_says_how_long_a_stream_is_listened_to() {
        long begin = System.nanoTime();

        Session end = bed.run(
                exec(CHAT.open()).exec(CHAT.receiveFor("#{time}")).exec(CHAT.halfClose(), CHAT.awaitEnd()),
                Map.of("time", Duration.ofMillis(50)));

        assertThat(end.isFailed()).isFalse();
        assertThat(System.nanoTime() - begin)
                .isGreaterThan(Duration.ofMillis(50).toNanos());
    }

    private static ChainBuilder in(String room) {
        return exec(session -> session.set("room", room));
    }

    private static ChainBuilder answered(GrpcBidiStream<StringValue, StringValue> chat, String text) {
        return exec(chat.awaitMessage().check(message(StringValue::getValue).is(text)))
                .exec(chat.halfClose(), chat.awaitEnd());
    }
}
