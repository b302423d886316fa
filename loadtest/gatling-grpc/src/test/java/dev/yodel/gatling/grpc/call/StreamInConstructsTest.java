package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.stats.CallSample;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that are open while their user goes through Gatling's own constructs. */
class StreamInConstructsTest {

    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);

    private static final ChainBuilder TALK = exec(CHAT.send(text("hi")))
            .exec(CHAT.awaitMessage().check(message(StringValue::getValue).is("hi")));

    private final TestServer server = new TestServer();
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    /** Constructs with a talk inside, and how often it takes place. */
    static Stream<Arguments> constructs() {
        ChainBuilder failFirst = exec(session -> session.getInt("trial") == 0 ? session.markAsFailed() : session);
        return Stream.of(
                arguments("group", group("outer").on(group("inner").on(TALK)), 1),
                arguments("repeat", repeat(3).on(TALK), 3),
                arguments("foreach", foreach(List.of("a", "b"), "each").on(TALK), 2),
                arguments("tryMax", tryMax(2).on(TALK), 1),
                arguments("tryMax that tries again", tryMax(2, "trial").on(TALK, failFirst), 2),
                arguments("exitBlockOnFail", exitBlockOnFail().on(TALK), 1),
                arguments(
                        "exitBlockOnFail that is left",
                        exitBlockOnFail()
                                .on(TALK, exec(Session::markAsFailed), exec(CHAT.cancel()))
                                .exec(Session::markAsSucceeded),
                        1),
                arguments("doIf", doIf(session -> true).then(TALK), 1),
                arguments("randomSwitch", randomSwitch().on(percent(100).then(TALK)), 1),
                arguments("pause", pause(Duration.ofMillis(20)).exec(TALK), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void a_stream_opened_before_a_construct_is_used_in_it_and_ended_after_it(
            String name, ChainBuilder construct, long talks) {
        Session end = bed.run(exec(CHAT.open())
                .exec(construct)
                .exec(CHAT.halfClose(), CHAT.awaitEnd().check(messageCount().is(talks))));

        assertThat(bed.stats.crashes).isEmpty();
        assertThat(bed.samples.only().error()).isNull();
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.OK);
        assertThat(end.isFailed()).isFalse();
    }

    static Stream<Arguments> exits() {
        return Stream.of(
                arguments("exitHere", exitHere()),
                arguments(
                        "exitHere in a group and a loop",
                        group("g").on(repeat(2).on(TALK, exitHere()))),
                arguments("exitHereIf", exitHereIf(session -> true)),
                arguments("exitHereIfFailed", exec(Session::markAsFailed).exitHereIfFailed()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exits")
    void a_stream_that_is_open_when_its_user_leaves_early_is_cancelled(String name, ChainBuilder exit) {
        GatlingBed.User user =
                bed.start(exec(CHAT.open()).exec(TALK, exit).exec(CHAT.halfClose(), CHAT.awaitEnd()), Map.of());
        bed.gone.orTimeout(30, TimeUnit.SECONDS).join();

        CallSample sample = bed.samples.only();
        assertThat(sample.status()).isEqualTo(Status.Code.CANCELLED);
        assertThat(sample.error()).isNull();
        assertThat(user.arrivals).hasValue(0);
        GatlingBed.eventually(() -> server.cancelled.get() == 1);
        GatlingBed.eventually(() -> bed.samples.run.get().openCalls() == 0);
    }
}
