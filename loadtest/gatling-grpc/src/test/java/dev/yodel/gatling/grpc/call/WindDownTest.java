package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run that winds down: what goes on for a time ends now, and ends well. */
class WindDownTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);
    private static final ChainBuilder LISTEN =
            exec(CHAT.open(), CHAT.send(text("hi")), CHAT.receiveFor(LONG), CHAT.halfClose(), CHAT.awaitEnd());
    private static final ChainBuilder TALK = exec(
            CHAT.open(),
            CHAT.sendOnSchedule(text("hi"), Schedule.constant(1_000).during(LONG)),
            CHAT.halfClose(),
            CHAT.awaitEnd());

    /** Its second message is due in an hour. */
    private static final ChainBuilder TALK_SLOWLY = exec(
            CHAT.open(),
            CHAT.send(text("hi")),
            CHAT.sendOnSchedule(text("hi"), Schedule.constant(1 / 3_600.0).during(LONG)),
            CHAT.halfClose(),
            CHAT.awaitEnd());

    private static final ChainBuilder CALL = exec(grpc("greet")
            .unary(TestServer.UNARY)
            .send(text("hi"))
            .onSchedule(Schedule.constant(1_000).during(LONG)));

    private final TestServer server = new TestServer();
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void whatever_lasts_ends_and_no_call_is_cancelled() throws Exception {
        List<GatlingBed.User> users = List.of(LISTEN, TALK, TALK_SLOWLY, CALL).stream()
                .map(chain -> bed.start(chain, Map.of()))
                .toList();
        GatlingBed.eventually(() -> bed.samples.messages.size() > 20 && bed.samples.calls.size() > 20);

        bed.samples.run.get().windDown();

        for (GatlingBed.User user : users) {
            Session end = user.ended.get(10, TimeUnit.SECONDS);
            assertThat(end.isFailed()).isFalse();
        }
        assertThat(users).allMatch(user -> user.arrivals.get() == 1);
        assertThat(bed.samples.calls).extracting(CallSample::failureSource).containsOnly(FailureSource.NONE);
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    @Test
    void what_begins_later_ends_at_once() {
        bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))));

        bed.samples.run.get().windDown();

        for (ChainBuilder chain : List.of(LISTEN, TALK, TALK_SLOWLY, CALL)) {
            assertThat(bed.run(chain).isFailed()).isFalse();
        }
        assertThat(bed.samples.calls).extracting(CallSample::failureSource).containsOnly(FailureSource.NONE);
    }
}
