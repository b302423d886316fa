package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcAwaitMessages;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcClientStream;
import dev.yodel.gatling.grpc.GrpcJson;
import dev.yodel.gatling.grpc.GrpcServerStream;
import dev.yodel.gatling.grpc.call.GatlingBed.RecordingSamples.Sent;
import dev.yodel.gatling.grpc.protocol.OpenStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RoundTrips;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class StreamTest {

    private static final long LATE_MILLIS = 50;

    private final GrpcBidiStream<StringValue, StringValue> chat = grpc("chat").bidiStream(TestServer.CHAT);
    private final GrpcServerStream<StringValue, StringValue> expand =
            grpc("expand").serverStream(TestServer.EXPAND);
    private final GrpcClientStream<StringValue, StringValue> collect =
            grpc("collect").clientStream(TestServer.COLLECT);
    private TestServer server = new TestServer();
    private GatlingBed bed = newBed();

    private GatlingBed newBed() {
        return new GatlingBed(grpc.target(server.target()).usePlaintext());
    }

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void a_chat_is_measured_message_by_message_and_as_a_whole() {
        Session end = bed.run(exec(chat.open())
                .repeat(3, "i")
                .on(exec(chat.send(session -> text("hi " + session.getInt("i"))))
                        .exec(chat.awaitMessage()
                                .check(message(StringValue::getValue).isEL("hi #{i}"))))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        CallSample sample = bed.samples.only();
        assertThat(sample.error()).isNull();
        assertThat(sample.ok()).isTrue();
        assertThat(bed.samples.sent).hasValue(3);
        assertThat(bed.samples.messages)
                .hasSize(3)
                .allSatisfy(message ->
                        assertThat(message.roundTripNanos()).isPositive().isLessThan(sample.serviceTimeNanos()));
        assertThat(bed.samples.messages).extracting(MessageSample::index).containsExactly(0L, 1L, 2L);
        assertThat(bed.stats.responses).hasSize(1);
    }

    @Test
    void gaps_bytes_and_the_servers_own_time_are_reported_of_a_stream() {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            answerWith(secondAnswerLate(clock, LATE_MILLIS));

            bed.run(exec(chat.open())
                    .exec(chat.send(text("one")), chat.awaitMessage())
                    .exec(chat.send(text("two!")), chat.awaitMessage())
                    .exec(chat.halfClose(), chat.awaitEnd()));
        } finally {
            clock.shutdownNow();
        }

        CallSample sample = bed.samples.only();
        assertThat(sample.error()).isNull();
        assertThat(sample.sentBytes()).isEqualTo(5 + 6);
        assertThat(sample.receivedBytes()).isEqualTo(9 + 10);
        assertThat(sample.serverNanos()).isEqualTo(1_500_000);
        assertThat(bed.samples.messages).extracting(MessageSample::first).containsExactly(true, false);
        MessageSample first = bed.samples.messages.poll();
        MessageSample second = bed.samples.messages.poll();
        assertThat(first.gapNanos())
                .as("since the opening")
                .isPositive()
                .isEqualTo(first.receivedNanos() - sample.startNanos());
        assertThat(second.gapNanos())
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS))
                .isEqualTo(second.receivedNanos() - first.receivedNanos());
    }

    @Test
    void a_stream_without_end_is_listened_to_for_a_time() {
        answerWith((call, headers) -> {
            call.request(2);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(StringValue message) {
                    call.sendHeaders(new Metadata());
                    for (int i = 0; i < 1_000; i++) {
                        call.sendMessage(text("tick " + i));
                    }
                }
            };
        });

        Session end = bed.run(exec(
                expand.open(text("")), expand.receiveFor(Duration.ofSeconds(2)), expand.cancel(), expand.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.messages).hasSize(1_000);
        CallSample sample = bed.samples.only();
        assertThat(sample.ok()).isTrue();
        assertThat(sample.status()).isEqualTo(Status.Code.CANCELLED);
        assertThat(sample.serviceTimeNanos()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void listening_ends_with_the_stream() {
        Session end = bed.run(exec(
                expand.open(text("5")), expand.receiveFor(Duration.ofHours(1)), expand.cancel(), expand.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.messages).hasSize(5);
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.OK);
    }

    @Test
    void all_messages_of_a_server_stream_can_be_awaited_checked_and_collected() {
        Session end = bed.run(exec(expand.open(text("5")))
                .exec(expand.awaitMessages(5)
                        .check(message(StringValue::getValue).saveAs("last"))
                        .collectAs("all", StringValue::getValue))
                .exec(expand.awaitEnd().check(messageCount().is(5L))));

        assertThat(end.isFailed()).isFalse();
        assertThat(end.getString("last")).isEqualTo("m4");
        assertThat(end.<String>getList("all")).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(bed.samples.only().ok()).isTrue();
    }

    @Test
    void checks_on_a_message_and_on_the_end_of_a_stream_may_have_a_condition() {
        Session end = bed.run(
                exec(expand.open(text("3")))
                        .exec(expand.awaitMessages(3)
                                .checkIf((response, session) ->
                                        response.message().getValue().equals("m1"))
                                .then(message(StringValue::getValue).saveAs("second"))
                                .checkIf(session -> session.contains("second"))
                                .then(message(StringValue::getValue).saveAs("last")))
                        .exec(expand.awaitEnd()
                                .checkIf("#{nothing}")
                                .then(messageCount().is(0L))
                                .checkIf("#{all}")
                                .then(messageCount().saveAs("count"))),
                Map.of("nothing", false, "all", true));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.getString("second")).isEqualTo("m1");
        assertThat(end.getString("last")).isEqualTo("m2");
        assertThat(end.getLong("count")).isEqualTo(3);
    }

    @Test
    void a_message_that_matches_is_awaited_and_others_are_passed_over() {
        Session end = bed.run(exec(expand.open(text("9")))
                .exec(expand.awaitMessage()
                        .matching(m -> m.getValue().equals("m6"))
                        .check(message(StringValue::getValue).saveAs("found")))
                .exec(expand.awaitMessage().check(message(StringValue::getValue).saveAs("after")))
                .exec(expand.awaitEnd()));

        assertThat(end.getString("found")).isEqualTo("m6");
        assertThat(end.getString("after")).isEqualTo("m7");
    }

    @Test
    void many_messages_go_up_a_client_stream_and_the_one_answer_is_checked() {
        List<StringValue> all =
                IntStream.range(0, 5_000).mapToObj(i -> text("m" + i)).toList();
        Session end = bed.run(exec(collect.open())
                .exec(collect.sendAll(session -> all))
                .exec(collect.halfClose())
                .exec(collect.awaitEnd().check(message(StringValue::getValue).is("m4999"))));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.sent).hasValue(5_000);
    }

    @Test
    void many_messages_in_JSON_go_up_a_stream_each_made_of_the_session() {
        List<GrpcJson> all = IntStream.range(0, 5_000)
                .mapToObj(i -> json("\"#{word} %d\"".formatted(i)))
                .toList();
        Session end = bed.run(exec(session -> session.set("word", "m"))
                .exec(collect.open(), collect.sendAll(all), collect.halfClose())
                .exec(collect.awaitEnd().check(message(StringValue::getValue).is("m 4999"))));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.sent).hasValue(5_000);
    }

    @Test
    void messages_in_turn_are_those_of_the_list_again_and_again() {
        List<GrpcJson> two = List.of(json("\"a\""), json("\"#{word}\""));
        ChainBuilder exchange =
                exec(chat.sendInTurn(two)).exec(chat.awaitMessage().collectAs("all", StringValue::getValue));
        Session end = bed.run(exec(session -> session.set("word", "b"))
                .exec(chat.open(), exchange, exchange, exchange)
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.getList("all")).isEqualTo(List.of("a", "b", "a"));
        assertThatThrownBy(() -> chat.sendInTurn(List.of()))
                .hasMessage("messages in turn: none (expected: at least one)");
    }

    /** A session holds the streams of its user, and a stream a session: neither may hold all that were before. */
    @Test
    void a_user_who_opens_stream_after_stream_holds_on_to_the_last_ones_alone() {
        var left = chat.as("left");
        var right = chat.as("right");
        List<WeakReference<Object>> streams = new CopyOnWriteArrayList<>();
        ChainBuilder note = exec(session -> {
            for (Object attribute :
                    CollectionConverters.asJava(session.asScala().attributes().values())) {
                if (attribute instanceof OpenStream) {
                    streams.add(new WeakReference<>(attribute));
                }
            }
            return session;
        });
        ChainBuilder one = exec(left.open(), left.send(text("hi")), left.awaitMessage())
                .exec(note)
                .exec(left.halfClose(), left.awaitEnd());
        ChainBuilder other = exec(right.open(), right.cancel()).exec(note);

        Session end = bed.run(repeat(100).on(exec(one, other)));

        GatlingBed.eventually(() -> {
            System.gc();
            return streams.stream()
                            .filter(stream -> stream.get() != null)
                            .distinct()
                            .count()
                    <= 20;
        });
        assertThat(end.isFailed()).isFalse();
        GatlingBed.eventually(() -> bed.samples.calls.size() >= 200); // the last cancelled one ends after its user
        assertThat(bed.samples.calls).hasSize(200);
    }

    @Test
    void a_user_may_have_several_streams_open_at_once() {
        var left = chat.as("left");
        var right = chat.as("right");
        Session end = bed.run(exec(left.open(), right.open())
                .exec(right.send(text("r")), left.send(text("l")))
                .exec(left.awaitMessage().check(message(StringValue::getValue).is("l")))
                .exec(right.awaitMessage().check(message(StringValue::getValue).is("r")))
                .exec(left.halfClose(), right.halfClose(), right.awaitEnd(), left.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.calls).hasSize(2).allMatch(CallSample::ok);
    }

    @Test
    void answers_match_by_key_where_the_order_does_not_hold() {
        answerWith((call, headers) -> {
            call.sendHeaders(new Metadata());
            call.request(10);
            return new ServerCall.Listener<>() {
                private StringValue first;

                @Override
                public void onMessage(StringValue message) {
                    if (first == null) {
                        first = message;
                        return;
                    }
                    call.sendMessage(message);
                    call.sendMessage(first);
                    call.close(Status.OK, new Metadata());
                }
            };
        });
        var keyed = chat.matchBy(StringValue::getValue, StringValue::getValue);

        bed.run(exec(keyed.open(), keyed.send(text("slow")))
                .pause(Duration.ofMillis(100))
                .exec(keyed.send(text("fast")), keyed.awaitMessages(2), keyed.awaitEnd()));

        assertThat(bed.samples.messages).hasSize(2);
        MessageSample fast = bed.samples.messages.poll();
        MessageSample slow = bed.samples.messages.poll();
        assertThat(slow.roundTripNanos() - fast.roundTripNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(95));
    }

    /** One instance for each stream, which sees what is sent and received on it. */
    @Test
    void round_trips_are_measured_by_rules_of_the_scenario() {
        List<String> seen = new CopyOnWriteArrayList<>();
        var measured = chat.measureBy(() -> new RoundTrips<StringValue, StringValue>() {
            private long sent;

            @Override
            public void sent(StringValue message, long dueNanos) {
                sent++;
                seen.add("sent " + message.getValue());
            }

            @Override
            public long roundTrip(StringValue message, long nowNanos) {
                return 1_000 + sent;
            }
        });

        bed.run(exec(measured.open(), measured.send(text("a")), measured.awaitMessage(), measured.halfClose())
                .exec(measured.awaitEnd())
                .exec(measured.open(), measured.send(text("b")), measured.awaitMessage(), measured.halfClose())
                .exec(measured.awaitEnd()));

        assertThat(seen).containsExactly("sent a", "sent b");
        assertThat(bed.samples.messages)
                .extracting(MessageSample::roundTripNanos)
                .containsExactly(1_001L, 1_001L);
    }

    @Test
    void an_await_that_times_out_fails_user_and_call_and_the_user_proceeds_once() {
        GatlingBed.User user = bed.start(
                exec(chat.open(), chat.send(text("never")))
                        .exec(chat.awaitMessage().timeout(Duration.ofMillis(50)))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                Map.of());

        assertThat(user.ended.orTimeout(30, TimeUnit.SECONDS).join().isFailed()).isTrue();
        assertThat(user.arrivals).hasValue(1);
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.OK);
    }

    @Test
    void a_user_whose_await_timed_out_has_failed_when_he_proceeds() {
        Session end = bed.run(exec(chat.open(), chat.awaitMessage().timeout(Duration.ofMillis(50)))
                .exec(session -> session.set("failedAtOnce", session.isFailed()))
                .exec(chat.cancel()));

        assertThat(end.getBoolean("failedAtOnce")).isTrue();
    }

    @Test
    void a_check_that_fails_on_a_message_fails_the_whole_call() {
        Session end = bed.run(exec(chat.open(), chat.send(text("a")))
                .exec(chat.awaitMessage().check(message(StringValue::getValue).is("b")))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CHECK);
        assertThat(bed.samples.only().error()).contains("is(b)").contains("a");
    }

    @Test
    void every_message_can_be_checked_as_it_comes() {
        var checked = expand.checkEach(message(StringValue::getValue).not("m3"));

        bed.run(exec(checked.open(text("5")), checked.awaitEnd()));

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CHECK);
    }

    @Test
    void a_server_that_ends_early_fails_the_await_of_its_message() {
        Session end = bed.run(exec(chat.open(), chat.send(text("bye")))
                .exec(chat.awaitMessage())
                .exec(chat.send(text("still there?")))
                .exec(chat.awaitEnd()));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CHECK);
        assertThat(bed.samples.only().error()).isEqualTo("the stream ended before the awaited message");
        assertThat(bed.samples.sent).hasValue(1);
    }

    @Test
    void a_failing_server_fails_the_stream_with_its_status() {
        bed.run(exec(chat.open(), chat.send(text("fail RESOURCE_EXHAUSTED too much")), chat.awaitEnd()));

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.STATUS);
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void a_stream_left_open_is_cancelled_when_its_user_ends_which_is_no_failure() {
        bed.run(exec(chat.open(), chat.send(text("hi")), chat.awaitMessage()));

        CallSample sample = bed.samples.only();
        assertThat(sample.status()).isEqualTo(Status.Code.CANCELLED);
        assertThat(sample.ok()).isTrue();
        GatlingBed.eventually(() -> server.cancelled.get() == 1);
    }

    @Test
    void a_stream_can_be_cancelled_and_opened_again() {
        Session end =
                bed.run(repeat(3).on(exec(chat.open(), chat.send(text("hi")), chat.awaitMessage(), chat.cancel())));

        assertThat(end.isFailed()).isFalse();
        GatlingBed.eventually(() -> bed.samples.calls.size() == 3);
        assertThat(bed.samples.calls).allMatch(CallSample::ok);
    }

    @Test
    void messages_wait_again_when_a_stream_has_been_listened_to_or_sent_on_at_a_schedule() {
        Session end = bed.run(exec(chat.open(), chat.receiveFor(Duration.ofMillis(20)), chat.send(text("listened")))
                .pause(Duration.ofMillis(100)) // the answer comes while nobody awaits it
                .exec(answer("listened"))
                .exec(chat.sendOnSchedule(
                        text("never"), Schedule.constant(1_000).times(1)))
                .exec(chat.send(text("scheduled")))
                .pause(Duration.ofMillis(100))
                .exec(answer("scheduled"))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.only().error()).isNull();
    }

    private GrpcAwaitMessages<StringValue, StringValue> answer(String text) {
        return chat.awaitMessage()
                .timeout(Duration.ofSeconds(30))
                .check(message(StringValue::getValue).is(text));
    }

    @Test
    void a_cancelled_stream_is_judged_by_the_await_that_comes_after_its_end() {
        Session end = bed.run(exec(chat.open(), chat.send(text("hi")), chat.awaitMessage(), chat.cancel())
                .pause(Duration.ofMillis(200))
                .exec(chat.awaitEnd().check(messageCount().is(1L).saveAs("count"))));

        assertThat(end.isFailed()).isFalse();
        assertThat(end.getLong("count")).isEqualTo(1);
        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void an_ended_stream_that_nobody_awaited_is_reported_when_its_user_ends() {
        bed.run(exec(chat.open(), chat.send(text("fail ABORTED no")), chat.awaitMessage()));

        assertThat(bed.samples.calls).hasSize(1);
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.ABORTED);
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    @Test
    void opening_a_stream_twice_is_a_mistake_that_is_said() {
        Session end = bed.run(exec(chat.open(), chat.open()));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes).singleElement().asString().contains("stream chat: already open");
    }

    @Test
    void an_action_on_a_stream_that_is_not_open_is_a_mistake_that_is_said() {
        Session end = bed.run(exec(chat.send(text("hi"))));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes).singleElement().asString().contains("stream chat: not open");
    }

    @Test
    void a_server_that_sends_a_million_messages_to_a_user_who_awaits_one_is_held_back() {
        AtomicInteger sent = new AtomicInteger();
        AtomicBoolean heldBack = new AtomicBoolean();
        AtomicBoolean readOn = new AtomicBoolean();
        answerWith(flood(sent, heldBack, 1_000_000));

        GatlingBed.User user = bed.start(
                exec(expand.open(text("")))
                        .exec(expand.awaitMessage())
                        .exec(asLongAs(session -> !readOn.get()).on(pause(Duration.ofMillis(5))))
                        .exec(expand.awaitMessages(30_000))
                        .exec(expand.cancel()),
                Map.of());
        GatlingBed.eventually(() -> heldBack.get() && !bed.samples.messages.isEmpty());
        // The one awaited, and the receiveBuffer.
        assertThat(bed.samples.messages).hasSizeBetween(1, 65);
        // What the transport's window, 8 MiB at most, and its buffers hold beyond the receiveBuffer, at 1 KiB a
        // message.
        assertThat(sent.get()).isLessThan(20_000);
        readOn.set(true);
        var end = user.ended.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(end.isFailed()).isFalse();
        user.leave(end);
        assertThat(sent.get()).as("goes on when it is read").isGreaterThan(30_000);
        assertThat(bed.samples.only().ok()).isTrue();
    }

    @Test
    void a_long_stream_flows_through_while_its_end_is_awaited() {
        answerWith(flood(new AtomicInteger(), new AtomicBoolean(), 50_000));

        Session end = bed.run(exec(expand.open(text("")), expand.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.messages).hasSize(50_000);
    }

    @Test
    void sending_waits_until_the_server_reads() {
        int window = 65_535;
        CompletableFuture<Void> reads = new CompletableFuture<>();
        answerWith(TestServer.built(readingOnce(reads), builder -> builder.flowControlWindow(window)));
        List<StringValue> all = Collections.nCopies(5_000, text("x".repeat(1_000)));

        GatlingBed.User user = bed.start(
                exec(collect.open(), collect.sendAll(session -> all), collect.halfClose(), collect.awaitEnd()),
                Map.of());
        GatlingBed.eventually(() -> bed.samples.sent.get() > window / 1_100);
        tenRoundTrips();

        // The window of the stream, and what the transport buffers beyond.
        assertThat(bed.samples.sent.get()).isLessThan(500);
        assertThat(bed.samples.sends)
                .extracting(Sent::dueNanos)
                .as("due when they were to be sent, all of them")
                .containsOnly(bed.samples.sends.element().dueNanos());
        assertThat(user.ended).isNotDone();

        reads.complete(null);
        assertThat(user.ended.orTimeout(30, TimeUnit.SECONDS).join().isFailed()).isFalse();
        assertThat(bed.samples.sent).hasValue(all.size());
    }

    /** Reads the messages of a stream from the time given on; answers a unary call at once. */
    private static ServerCallHandler<StringValue, StringValue> readingOnce(CompletableFuture<Void> reads) {
        return (call, headers) -> {
            if (call.getMethodDescriptor().getFullMethodName().equals(TestServer.UNARY.getFullMethodName())) {
                answer(call);
                return new ServerCall.Listener<>() {};
            }
            var unused = reads.thenRun(() -> call.request(Integer.MAX_VALUE));
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    answer(call);
                }
            };
        };
    }

    private static void answer(ServerCall<StringValue, StringValue> call) {
        call.sendHeaders(new Metadata());
        call.sendMessage(text("answer"));
        call.close(Status.OK, new Metadata());
    }

    @Test
    void an_answer_too_many_to_a_client_stream_fails_it() {
        answerWith((call, headers) -> {
            call.sendHeaders(new Metadata());
            call.request(1);
            call.sendMessage(text("one"));
            call.sendMessage(text("two"));
            call.close(Status.OK, new Metadata());
            return new ServerCall.Listener<>() {};
        });

        bed.run(exec(collect.open(), collect.awaitEnd()));

        assertThat(bed.samples.only().ok()).isFalse();
        assertThat(bed.samples.only().status()).isNotEqualTo(Status.Code.OK);
    }

    @Test
    void a_dead_target_fails_the_stream_and_the_user_proceeds_once() {
        bed.close();
        bed = new GatlingBed(grpc.target("127.0.0.1:1").usePlaintext());

        GatlingBed.User user = bed.start(
                exec(chat.open(), chat.send(text("hi")), chat.awaitMessage(), chat.halfClose(), chat.awaitEnd()),
                Map.of());

        assertThat(user.ended.orTimeout(30, TimeUnit.SECONDS).join().isFailed()).isTrue();
        assertThat(user.arrivals).hasValue(1);
        assertThat(bed.samples.calls).hasSize(1);
    }

    @Test
    void a_server_that_vanishes_ends_its_streams() {
        GatlingBed.User user = bed.start(
                exec(chat.open(), chat.send(text("hi")), chat.awaitMessage())
                        .exec(session -> session.set("met", true))
                        .exec(chat.awaitMessage(), chat.awaitEnd()),
                Map.of());
        GatlingBed.eventually(() -> bed.samples.messages.size() == 1);
        server.server().shutdownNow();

        assertThat(user.ended.orTimeout(30, TimeUnit.SECONDS).join().isFailed()).isTrue();
        assertThat(bed.samples.calls).hasSize(1);
        assertThat(bed.samples.only().ok()).isFalse();
    }

    @Test
    void the_end_of_the_run_cuts_streams_off() {
        bed.start(exec(chat.open(), chat.send(text("never")), chat.awaitMessage()), Map.of());
        GatlingBed.eventually(() -> server.opened.get() == 1);

        bed.stopRun();

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CANCELLED);
    }

    @Test
    void a_check_on_the_status_cannot_stand_on_a_message() {
        assertThatThrownBy(() -> chat.awaitMessage().check(statusCode().is(Status.Code.OK)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("STATUS")
                .hasMessageContaining("MESSAGE");
    }

    /** Answers with "re: " before the message, the second one after a while. */
    private static ServerCallHandler<StringValue, StringValue> secondAnswerLate(
            ScheduledExecutorService clock, long millis) {
        return (call, headers) -> {
            call.sendHeaders(new Metadata());
            call.request(2);
            return new ServerCall.Listener<>() {
                private int messages;

                @Override
                public void onMessage(StringValue message) {
                    Runnable answer = () -> call.sendMessage(text("re: " + message.getValue()));
                    if (messages++ == 0) {
                        answer.run();
                    } else {
                        Future<?> unused = clock.schedule(answer, millis, TimeUnit.MILLISECONDS);
                    }
                }

                @Override
                public void onHalfClose() {
                    Metadata trailers = new Metadata();
                    trailers.put(Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER), "app;dur=1.5");
                    call.close(Status.OK, trailers);
                }
            };
        };
    }

    private static ServerCallHandler<StringValue, StringValue> flood(
            AtomicInteger sent, AtomicBoolean heldBack, int count) {
        StringValue message = text("x".repeat(1_000));
        return (call, headers) -> {
            call.sendHeaders(new Metadata());
            call.request(1);
            return new ServerCall.Listener<>() {
                private boolean over;

                @Override
                public void onReady() {
                    while (call.isReady() && sent.get() < count) {
                        call.sendMessage(message);
                        sent.incrementAndGet();
                    }
                    heldBack.set(sent.get() < count);
                    if (sent.get() == count && !over) {
                        over = true;
                        call.close(Status.OK, new Metadata());
                    }
                }
            };
        };
    }

    private void answerWith(ServerCallHandler<StringValue, StringValue> handler) {
        answerWith(new TestServer(handler));
    }

    private void answerWith(TestServer other) {
        bed.close();
        server.close();
        server = other;
        bed = newBed();
    }

    /** Ten calls on the same connection, one after the other: time in which a stream that is not held back proceeds. */
    private void tenRoundTrips() {
        assertThat(bed.run(repeat(10)
                                .on(exec(grpc("beside").unary(TestServer.UNARY).send(text("hi")))))
                        .isFailed())
                .isFalse();
    }

    @Test
    void a_message_that_matches_what_the_session_says_is_awaited() {
        Session end = bed.run(
                exec(expand.open(text("5")))
                        .exec(expand.awaitMessage()
                                .matching(
                                        (message, session) -> message.getValue().equals(session.getString("mine")))
                                .check(message(StringValue::getValue).saveAs("got")))
                        .exec(expand.awaitEnd()),
                Map.of("mine", "m3"));

        assertThat(end.isFailed()).isFalse();
        assertThat(end.getString("got")).isEqualTo("m3");
    }

    @Test
    void what_a_message_has_to_match_adds_up_and_so_does_what_is_collected_of_it() {
        Session end = bed.run(exec(expand.open(text("5")))
                .exec(expand.awaitMessages(2)
                        .matching(message -> !message.getValue().equals("m1"))
                        .matching(message -> !message.getValue().equals("m2"))
                        .collectAs("whole", StringValue::getValue)
                        .collectAs("length", message -> message.getValue().length()))
                .exec(expand.awaitEnd()));

        assertThat(end.<String>getList("whole")).hasSize(2).doesNotContain("m1", "m2");
        assertThat(end.<Integer>getList("length")).containsExactly(2, 2);
    }

    @Test
    void a_check_of_every_message_reads_the_session_of_the_last_action() {
        var checked = chat.checkEach(message(StringValue::getValue).isEL("#{room}"));

        Session end = bed.run(
                exec(checked.open())
                        .exec(session -> session.set("room", "here"))
                        .exec(checked.send(text("here")), checked.awaitMessage())
                        .exec(checked.halfClose(), checked.awaitEnd()),
                Map.of("room", "nowhere"));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void a_check_of_every_message_may_have_a_condition() {
        var wrong = message(StringValue::getValue).is("wrong");
        var never = expand.checkEachIf("#{strict}")
                .then(wrong)
                .checkEachIf(session -> session.getBoolean("strict"))
                .then(wrong);
        var once = expand.checkEachIf((response, session) -> response.messageCount() == 3)
                .then(wrong);

        bed.run(exec(never.open(text("5")), never.awaitEnd()), Map.of("strict", false));
        bed.run(exec(once.open(text("2")), once.awaitEnd()).exec(once.open(text("3")), once.awaitEnd()));

        assertThat(bed.samples.calls)
                .extracting(CallSample::failureSource)
                .containsExactly(FailureSource.NONE, FailureSource.NONE, FailureSource.CHECK);
    }

    @Test
    void streams_named_by_the_session_are_distinguished_by_that_name() {
        var first = grpc(session -> session.getString("a")).bidiStream(TestServer.CHAT);
        var second = grpc(session -> session.getString("b")).serverStream(TestServer.EXPAND);

        Session end = bed.run(
                exec(first.open(), second.open(text("2")))
                        .exec(first.send(text("hi")), first.awaitMessage())
                        .exec(first.halfClose(), second.awaitEnd(), first.awaitEnd()),
                Map.of("a", "one", "b", "two"));

        assertThat(end.isFailed()).isFalse();
        assertThat(bed.samples.calls).extracting(CallSample::name).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void what_is_said_of_another_action_than_open_alone_is_refused() {
        for (var said : List.of(
                chat.receiveBuffer(3),
                chat.matchBy(sent -> sent, received -> received),
                chat.checkEach(message(StringValue::getValue).is("x")),
                chat.deadline(Duration.ofSeconds(1)),
                chat.on("default"))) {
            Session end = bed.run(exec(chat.open(), said.send(text("hi")), chat.cancel()));

            assertThat(end.isFailed()).isTrue();
        }
        assertThat(bed.stats.crashes)
                .containsExactly(
                        "chat: stream chat: receiveBuffer set on its send only (expected: on its open() too)",
                        "chat: stream chat: matchBy or measureBy set on its send only (expected: on its open() too)",
                        "chat: stream chat: checkEach set on its send only (expected: on its open() too)",
                        "chat: stream chat: options of the call set on its send only (expected: on its open() too)",
                        "chat: stream chat: on set on its send only (expected: on its open() too)");
    }

    @Test
    void what_is_said_of_open_alone_holds_for_the_stream() {
        Session end = bed.run(
                exec(chat.deadline(Duration.ofSeconds(10)).receiveBuffer(2).open())
                        .exec(chat.send(text("hi")), chat.awaitMessage(), chat.halfClose(), chat.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
    }

    @Test
    void the_response_time_of_a_stream_counts_from_when_it_was_due() {
        long late = TimeUnit.HOURS.toNanos(1);
        var due = chat.dueAt(session -> System.nanoTime() - late);
        var early = chat.dueAt(session -> System.nanoTime() + late);

        bed.run(exec(due.open(), due.halfClose(), due.awaitEnd())
                .exec(early.open(), early.halfClose(), early.awaitEnd()));

        List<CallSample> samples = List.copyOf(bed.samples.calls);
        assertThat(samples.get(0).startNanos() - samples.get(0).dueNanos()).isBetween(late, 2 * late);
        assertThat(samples.get(0).serviceTimeNanos()).isLessThan(late);
        assertThat(samples.get(1).dueNanos()).isEqualTo(samples.get(1).startNanos());
    }
}
