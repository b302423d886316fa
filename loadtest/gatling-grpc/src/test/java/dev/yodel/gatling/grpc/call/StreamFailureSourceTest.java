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
import io.gatling.javaapi.core.ChainBuilder;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream that ends while its user waits for something else is told by what ended it, and so is a status that is checked. */
class StreamFailureSourceTest {

    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);
    private static final ChainBuilder END = exec(CHAT.halfClose(), CHAT.awaitEnd());
    private static final String NOBODY = "127.0.0.1:1";

    @Test
    void a_refused_connection_while_a_message_is_awaited() {
        assertOutcome(
                run(NOBODY, exec(CHAT.open(), CHAT.awaitMessage()).exec(END)),
                FailureSource.CONNECTION,
                "UNAVAILABLE: Connection refused");
    }

    @Test
    void a_refused_connection_while_messages_are_to_be_sent() {
        ChainBuilder all = exec(CHAT.open(), CHAT.sendAll(session -> java.util.List.of(text("a"), text("b"))));
        ChainBuilder scheduled = exec(
                CHAT.open(), CHAT.sendOnSchedule(text("a"), Schedule.constant(1).times(10)));
        ChainBuilder fed = exec(CHAT.open())
                .exec(CHAT.send(text("a"))
                        .feed(
                                listFeeder(java.util.List.of(
                                        Map.<String, Object>of("a", 1), Map.<String, Object>of("a", 1))),
                                2));

        for (ChainBuilder chain : java.util.List.of(all, scheduled, fed)) {
            assertOutcome(run(NOBODY, chain.exec(END)), FailureSource.CONNECTION, "UNAVAILABLE: Connection refused");
        }
    }

    @Test
    void a_status_of_the_servers_while_a_message_is_awaited() {
        try (TestServer server = new TestServer()) {
            assertOutcome(
                    run(
                            server.target(),
                            exec(CHAT.open(), CHAT.send(text("fail NOT_FOUND no such room")), CHAT.awaitMessage())
                                    .exec(END)),
                    FailureSource.STATUS,
                    "NOT_FOUND: no such room");
        }
    }

    @Test
    void the_calls_own_deadline_while_a_message_is_awaited() {
        try (TestServer server = new TestServer();
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            var hasty = CHAT.deadline(Duration.ofMillis(100));
            bed.run(exec(grpc("connects").unary(TestServer.UNARY).send(text("hi"))));
            bed.samples.calls.clear();

            bed.run(exec(hasty.open(), hasty.awaitMessage()).exec(END));

            assertOutcome(bed.samples.only(), FailureSource.DEADLINE, "DEADLINE_EXCEEDED at the client");
        }
    }

    @Test
    void the_end_of_a_stream_that_the_scenario_cancelled_is_none_of_the_servers() {
        try (TestServer server = new TestServer()) {
            assertOutcome(
                    run(
                            server.target(),
                            exec(CHAT.open(), CHAT.send(text("hi")), CHAT.awaitMessage(), CHAT.cancel())
                                    .exec(CHAT.awaitMessage())
                                    .exec(END)),
                    FailureSource.CHECK,
                    "the stream ended before the awaited message");
        }
    }

    @Test
    void a_status_that_no_server_sent_is_reported_as_such_where_it_is_checked() {
        assertOutcome(
                run(
                        NOBODY,
                        exec(grpc("greet")
                                .unary(TestServer.UNARY)
                                .send(text("hi"))
                                .check(statusCode().is(Status.Code.OK)))),
                FailureSource.CONNECTION,
                "UNAVAILABLE: Connection refused");
        assertOutcome(
                run(NOBODY, exec(CHAT.open(), CHAT.awaitEnd().check(statusCode().is(Status.Code.NOT_FOUND)))),
                FailureSource.CONNECTION,
                "UNAVAILABLE: Connection refused");
    }

    @Test
    void a_status_that_the_scenario_wants_is_right_whoever_made_it() {
        assertThat(run(
                                NOBODY,
                                exec(grpc("greet")
                                        .unary(TestServer.UNARY)
                                        .send(text("hi"))
                                        .check(statusCode().is(Status.Code.UNAVAILABLE))))
                        .ok())
                .isTrue();
    }

    @Test
    void a_status_of_the_servers_that_is_not_the_one_wanted_is_a_failed_check() {
        try (TestServer server = new TestServer()) {
            CallSample sample = run(
                    server.target(),
                    exec(grpc("greet")
                            .unary(TestServer.UNARY)
                            .send(text("fail NOT_FOUND nobody"))
                            .check(statusCode().is(Status.Code.OK))));

            assertThat(sample.failureSource()).isEqualTo(FailureSource.CHECK);
            assertThat(sample.error()).contains("is(OK)").contains("NOT_FOUND");
        }
    }

    /** One read brings the message and the end: the user goes on between the two. */
    @Test
    void a_stream_that_had_ended_before_its_user_cancelled_it_or_left_is_reported_by_what_ended_it() {
        ChainBuilder last = exec(CHAT.open(), CHAT.send(text("last fail INTERNAL broken")), CHAT.awaitMessage());
        try (TestServer server = new TestServer()) {
            for (ChainBuilder chain : List.of(last.exec(CHAT.cancel(), CHAT.awaitEnd()), last.exitHere())) {
                for (int i = 0; i < 20; i++) {
                    CallSample sample = runToItsEnd(server.target(), chain);
                    assertOutcome(sample, FailureSource.STATUS, "INTERNAL: broken");
                }
            }
        }
    }

    /** The user may leave before the end of the chain. */
    private static CallSample runToItsEnd(String target, ChainBuilder chain) {
        try (GatlingBed bed = new GatlingBed(grpc.target(target).usePlaintext())) {
            bed.start(chain, Map.of());
            return bed.samples.only();
        }
    }

    @Test
    void what_the_end_of_the_run_cut_off_is_no_failure_in_the_log_of_Gatling() {
        try (TestServer server = new TestServer();
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed.start(exec(CHAT.open(), CHAT.awaitMessage()), Map.of());
            bed.start(exec(grpc("greet").unary(TestServer.UNARY).send(text("never"))), Map.of());
            GatlingBed.eventually(() -> bed.samples.started.get() == 2);

            bed.stopRun();

            assertThat(bed.samples.calls).extracting(CallSample::failureSource).containsOnly(FailureSource.CANCELLED);
            assertThat(bed.stats.responses).isEmpty();
        }
    }

    @Test
    void a_failure_before_the_end_of_the_run_is_one_after_it() {
        try (TestServer server = new TestServer();
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            CompletableFuture<Void> timedOut = new CompletableFuture<>();
            GatlingBed.User user = bed.start(
                    exec(CHAT.open(), CHAT.awaitMessage().timeout(Duration.ofMillis(10)))
                            .exec(session -> {
                                timedOut.complete(null);
                                return session;
                            })
                            .exec(CHAT.awaitMessage().timeout(Duration.ofHours(1))),
                    Map.of());
            GatlingBed.User other = bed.start(
                    exec(CHAT.open(), CHAT.send(text("fail INTERNAL broken")), CHAT.receiveFor(Duration.ofHours(1))),
                    Map.of());
            other.ended.orTimeout(30, TimeUnit.SECONDS).join();
            timedOut.orTimeout(30, TimeUnit.SECONDS).join();

            bed.stopRun();

            assertThat(user.ended).isNotDone();
            assertThat(bed.samples.calls)
                    .extracting(CallSample::failureSource)
                    .containsExactlyInAnyOrder(FailureSource.DEADLINE, FailureSource.STATUS);
        }
    }

    private static CallSample run(String target, ChainBuilder chain) {
        try (GatlingBed bed = new GatlingBed(grpc.target(target).usePlaintext())) {
            bed.run(chain);
            return bed.samples.only();
        }
    }

    private static void assertOutcome(CallSample sample, FailureSource failureSource, String error) {
        assertThat(sample.error()).isEqualTo(error);
        assertThat(sample.failureSource()).isEqualTo(failureSource);
    }
}
