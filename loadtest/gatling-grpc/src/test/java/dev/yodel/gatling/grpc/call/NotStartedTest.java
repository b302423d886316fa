package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.RequestStats;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that cannot be made of their sessions are told of, whatever their shape and whoever listens. */
class NotStartedTest {

    private static final String NO_NAME = "No attribute named 'nobody' is defined";

    private final TestServer server = new TestServer();
    private final LatencyRecorder recorder = new LatencyRecorder();
    private final GatlingBed bed = new GatlingBed(
            grpc.target(server.target()).usePlaintext().gatlingStats(false).listener(recorder));
    private final GrpcBidiStream<StringValue, StringValue> chat = grpc("chat").bidiStream(TestServer.CHAT);

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void a_unary_call() {
        Session end = bed.run(exec(grpc("greet").unary(TestServer.UNARY).send(json("\"#{nobody}\""))));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.notStarted)
                .singleElement()
                .asString()
                .startsWith("UNARY greet: ")
                .endsWith(NO_NAME);
        assertThat(bed.samples.calls).isEmpty();
    }

    @Test
    void a_scheduled_call_among_others_that_can_be_made() {
        Session end = bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(json("\"hi #{name}\""))
                .onSchedule(Schedule.constant(1_000).times(3))
                .feed(listFeeder(List.of(
                        Map.<String, Object>of("name", "Ada"),
                        Map.<String, Object>of("nome", "Grace"),
                        Map.<String, Object>of("name", "Alan"))))));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.notStarted).singleElement().asString().startsWith("UNARY greet: ");
        assertThat(bed.samples.calls).hasSize(2);
        RequestStats figures = recorder.take().get(0);
        assertThat(figures.ok()).isEqualTo(2);
        assertThat(figures.failed()).isEqualTo(1);
        assertThat(figures.count()).isEqualTo(3);
        assertThat(figures.failureSources()).containsEntry(FailureSource.CLIENT, 1L);
        assertThat(figures.errors()).hasSize(1);
        assertThat(figures.serviceTime().getTotalCount()).isEqualTo(2);
    }

    @Test
    void a_stream() {
        bed.run(exec(chat.header("x-name", "#{nobody}").open()));

        assertThat(bed.samples.notStarted).containsExactly("BIDI_STREAMING chat: metadata x-name: " + NO_NAME);
    }

    @Test
    void a_call_without_a_name_is_reported_of_by_its_method() {
        bed.run(exec(grpc("#{nobody}").unary(TestServer.UNARY).send(text("hi"))));

        assertThat(bed.samples.notStarted)
                .containsExactly("UNARY " + TestServer.UNARY.getFullMethodName() + ": request name: " + NO_NAME);
    }

    @Test
    void one_of_many_messages_that_cannot_be_made_fails_the_stream_after_those_before_it() {
        bed.run(exec(chat.open(), chat.sendAll(List.of(json("\"hi\""), json("\"#{nobody}\""), json("\"hi\""))))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(bed.samples.sent).hasValue(1);
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CLIENT);
        assertThat(bed.samples.only().error()).isEqualTo("message of chat: " + NO_NAME);
    }

    @Test
    void a_message_of_a_stream_that_cannot_be_made_fails_the_stream() {
        bed.run(exec(chat.open(), chat.send(json("\"#{nobody}\""))).exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(bed.samples.notStarted).isEmpty();
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CLIENT);
        assertThat(bed.samples.only().error()).isEqualTo("message of chat: " + NO_NAME);
    }
}
