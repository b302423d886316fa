package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.call.GatlingBed.RecordingSamples.Sent;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.MessageSample;
import io.gatling.javaapi.core.Session;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduledTest {

    private TestServer server = new TestServer();
    private GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void calls_are_made_at_their_due_times_and_the_user_proceeds_when_all_have_ended() {
        Session end = bed.run(exec(grpc("scheduled")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .onSchedule(Schedule.constant(200).during(Duration.ofMillis(500)))));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.calls).hasSize(100).allMatch(CallSample::ok);
        List<CallSample> calls = List.copyOf(bed.samples.calls);
        long first = calls.stream().mapToLong(CallSample::dueNanos).min().orElseThrow();
        long last = calls.stream().mapToLong(CallSample::dueNanos).max().orElseThrow();
        assertThat(last - first).isEqualTo(495_000_000);
        assertThat(calls).allSatisfy(call -> assertThat(call.startNanos()).isGreaterThanOrEqualTo(call.dueNanos()));
    }

    @Test
    void how_long_a_schedule_lasts_is_asked_of_the_session_when_its_user_starts() {
        var scheduled = grpc("scheduled")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .onSchedule(Schedule.constant(100).during(session -> session.<Duration>get("time")));

        bed.run(exec(scheduled), Map.of("time", Duration.ofMillis(200)));
        assertThat(bed.samples.calls).hasSize(20);

        Session end = bed.run(exec(scheduled), Map.of("time", Duration.ZERO));
        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.calls).hasSize(20);
    }

    @Test
    void a_user_that_starts_late_is_late_for_what_was_due_before() {
        long start = System.nanoTime() - TimeUnit.MINUTES.toNanos(1);

        bed.run(exec(grpc("scheduled")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .onSchedule(Schedule.constant(100)
                        .during(Duration.ofMillis(200))
                        .dealt(session -> 0, 1)
                        .startingAt(session -> start))));

        assertThat(bed.samples.calls)
                .hasSize(20)
                .allSatisfy(
                        call -> assertThat(call.dueNanos() - start).isBetween(0L, TimeUnit.MILLISECONDS.toNanos(200)));
    }

    @Test
    void calls_that_a_full_limit_held_back_count_from_their_due_time() {
        answerAfter(100);

        bed.run(exec(grpc("scheduled")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .onSchedule(Schedule.constant(1_000).times(5))
                .maxInFlight(1)));

        assertThat(bed.samples.calls).hasSize(5);
        CallSample last = List.copyOf(bed.samples.calls).get(4);
        assertThat(last.responseTimeNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(490));
        assertThat(last.serviceTimeNanos()).isLessThan(last.responseTimeNanos() - TimeUnit.MILLISECONDS.toNanos(350));
    }

    @Test
    void one_failed_call_fails_the_user() {
        Session end = bed.run(exec(grpc("scheduled")
                .unary(TestServer.UNARY)
                .send(text("fail INTERNAL"))
                .onSchedule(Schedule.constant(100).times(3))));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.calls).hasSize(3);
    }

    @Test
    void messages_of_a_stream_are_sent_at_their_due_times() {
        var chat = grpc("chat").bidiStream(TestServer.CHAT);
        Session end = bed.run(exec(chat.open())
                .exec(chat.sendOnSchedule(text("hi"), Schedule.constant(400).times(200)))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.messages)
                .hasSize(200)
                .extracting(MessageSample::roundTripNanos)
                .allMatch(nanos -> nanos > 0);
        assertThat(bed.samples.only().serviceTimeNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(495));
    }

    @Test
    void messages_of_a_stream_that_were_held_back_count_from_their_due_time() {
        var chat = grpc("chat").bidiStream(TestServer.CHAT);
        AtomicInteger made = new AtomicInteger();

        Session end = bed.run(exec(chat.open())
                .exec(chat.sendOnSchedule(
                        session -> {
                            if (made.getAndIncrement() == 2) {
                                hold(Duration.ofMillis(100));
                            }
                            return text("hi");
                        },
                        Schedule.constant(100).times(20)))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        List<Sent> sends = List.copyOf(bed.samples.sends);
        List<MessageSample> answers = List.copyOf(bed.samples.messages);
        assertThat(sends).hasSize(20);
        assertThat(answers).hasSize(20);
        assertThat(sends.get(19).dueNanos() - sends.get(0).dueNanos()).isEqualTo(190_000_000);
        // Due 10 ms after the one whose making took 100 ms.
        assertThat(sends.get(3).lateNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(85));
        for (int i = 0; i < 20; i++) {
            assertThat(sends.get(i).lateNanos()).as("message %d", i).isNotNegative();
            assertThat(answers.get(i).roundTripNanos())
                    .as("answer %d", i)
                    .isEqualTo(answers.get(i).receivedNanos() - sends.get(i).dueNanos())
                    .isGreaterThan(sends.get(i).lateNanos());
        }
    }

    @Test
    void a_stream_that_the_server_ends_with_OK_while_it_is_scheduled_succeeds_and_the_user_proceeds_once() {
        var chat = grpc("chat").bidiStream(TestServer.CHAT);
        GatlingBed.User user = bed.start(
                exec(chat.open())
                        .exec(chat.sendOnSchedule(
                                text("bye"), Schedule.constant(100).times(1_000)))
                        .exec(chat.awaitEnd()),
                Map.of());

        assertThat(user.ended.orTimeout(30, TimeUnit.SECONDS).join().isFailed()).isFalse();
        assertThat(user.arrivals).hasValue(1);
        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void the_end_of_the_run_ends_a_schedule() {
        bed.start(
                exec(grpc("scheduled")
                        .unary(TestServer.UNARY)
                        .send(text("hi"))
                        .onSchedule(Schedule.constant(1_000).during(Duration.ofHours(1)))),
                Map.of());
        GatlingBed.eventually(() -> bed.samples.calls.size() >= 50);
        bed.stopRun();
        int atStop = bed.samples.calls.size();

        bed.close();

        assertThat(bed.samples.calls.size()).isEqualTo(atStop);
    }

    /** Keeps the event loop of a user to itself for so long. */
    private static void hold(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private void answerAfter(long millis) {
        bed.close();
        server.close();
        server = new TestServer((call, headers) -> {
            call.request(1);
            call.sendHeaders(new Metadata());
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(StringValue message) {
                    Timer timer = new Timer(true);
                    timer.schedule(
                            new TimerTask() {
                                @Override
                                public void run() {
                                    call.sendMessage(message);
                                    call.close(Status.OK, new Metadata());
                                    timer.cancel();
                                }
                            },
                            millis);
                }
            };
        });
        bed = new GatlingBed(grpc.target(server.target()).usePlaintext());
    }
}
