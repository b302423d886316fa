package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.call.GatlingBed.RecordingSamples.Sent;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.FeederBuilder;
import io.gatling.javaapi.core.Session;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages and calls of which each takes a record of a feeder. */
class FeedTest {

    private final GrpcBidiStream<StringValue, StringValue> chat = grpc("chat").bidiStream(TestServer.CHAT);
    private final Heard heard = new Heard();
    private final TestServer server = heard.server();
    private final GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext());

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void a_stream_sends_a_message_for_each_of_so_many_records_in_their_order() {
        Session end = bed.run(exec(chat.open())
                .exec(chat.send(json("\"#{name}.\"")).feed(names(300), 200))
                .exec(chat.awaitMessages(200).collectAs("all", StringValue::getValue))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(end.<String>getList("all"))
                .isEqualTo(texts(0, 200).stream().map(name -> name + ".").toList());
        assertThat(end.contains("name")).isFalse();
    }

    @Test
    void the_messages_of_an_action_are_all_due_when_it_begins() {
        bed.run(exec(chat.open())
                .exec(chat.send(json("\"#{name}.\"")).feed(names(200), 200))
                .exec(chat.awaitMessages(200), chat.halfClose(), chat.awaitEnd()));

        long opened = bed.samples.only().startNanos();
        Sent first = bed.samples.sends.element();
        assertThat(first.dueNanos()).isBetween(opened, first.sentNanos());
        assertThat(bed.samples.sends).hasSize(200).extracting(Sent::dueNanos).containsOnly(first.dueNanos());
    }

    @Test
    void the_number_of_records_may_come_from_the_session_and_the_feeder_continues_where_it_was() {
        FeederBuilder<Object> names = names(10);
        Function<Session, StringValue> message = session -> text(session.getString("name"));

        Session end = bed.run(
                exec(chat.open())
                        .exec(
                                chat.send(message).feed(names, "#{n}"),
                                chat.send(message).feed(names, 2))
                        .exec(chat.awaitMessages(5).collectAs("all", StringValue::getValue))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                Map.of("n", 3));

        assertThat(end.<String>getList("all")).isEqualTo(texts(0, 5));
    }

    @Test
    void a_feeder_is_shared_with_a_feed_of_the_scenario() {
        FeederBuilder<Object> names = names(3);

        Session end = bed.run(feed(names)
                .exec(chat.open(), chat.send(json("\"#{name}.\"")).feed(names, 2))
                .exec(chat.awaitMessages(2).collectAs("all", StringValue::getValue))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.getString("name")).isEqualTo("n0");
        assertThat(end.<String>getList("all")).containsExactly("n1.", "n2.");
    }

    @Test
    void iterators_are_feeders_too() {
        AtomicInteger made = new AtomicInteger();
        Iterator<Map<String, Object>> endless = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> Map.<String, Object>of("name", "i" + i))
                .iterator();

        Session end = bed.run(exec(chat.open())
                .exec(chat.send(json("\"#{name}.\"")).feed(endless, 2))
                .exec(chat.send(json("\"#{name}.\""))
                        .feed(
                                () -> {
                                    made.incrementAndGet();
                                    return List.of(Map.<String, Object>of("name", "supplied"))
                                            .iterator();
                                },
                                1))
                .exec(chat.awaitMessages(3).collectAs("all", StringValue::getValue))
                .exec(chat.halfClose(), chat.awaitEnd()));

        assertThat(end.<String>getList("all")).containsExactly("i0.", "i1.", "supplied.");
        assertThat(made).hasValue(1);
    }

    @Test
    void each_message_of_a_schedule_takes_the_next_record() {
        List<String> answered = new CopyOnWriteArrayList<>();
        var listened = chat.checkEach(message(StringValue::getValue).transform(answered::add));

        Session end = bed.run(exec(listened.open())
                .exec(listened.sendOnSchedule(
                                session -> text(session.getString("name")),
                                Schedule.constant(2_000).times(100))
                        .feed(names(100)))
                .exec(listened.send(text("last")))
                .exec(listened.awaitMessages(1).matching(m -> m.getValue().equals("last")))
                .exec(listened.halfClose(), listened.awaitEnd()));

        assertThat(end.isFailed()).isFalse();
        assertThat(answered).hasSize(101).startsWith("n0", "n1").endsWith("n99", "last");
        assertThat(bed.samples.only().ok()).isTrue();
    }

    @Test
    void each_call_of_a_schedule_takes_the_next_record_for_name_metadata_message_and_checks() {
        Session end = bed.run(exec(grpc("greet #{name}")
                .unary(TestServer.UNARY)
                .header("x-name", "#{name}")
                .send(json("\"#{name}.\""))
                .check(message(StringValue::getValue).isEL("#{name}."))
                .onSchedule(Schedule.constant(500).times(20))
                .feed(names(20))));

        assertThat(end.isFailed()).isFalse();
        assertThat(end.contains("name")).isFalse();
        assertThat(bed.samples.calls).hasSize(20).allMatch(CallSample::ok);
        assertThat(bed.samples.calls)
                .extracting(CallSample::name)
                .containsExactlyInAnyOrderElementsOf(
                        texts(0, 20).stream().map(name -> "greet " + name).toList());
        assertThat(heard.all("x-name")).containsExactlyInAnyOrderElementsOf(texts(0, 20));
    }

    @Test
    void calls_of_a_fed_schedule_are_made_at_their_due_times() {
        bed.run(exec(grpc("greet")
                .unary(TestServer.UNARY)
                .send(json("\"#{name}.\""))
                .onSchedule(Schedule.constant(100).times(20))
                .feed(names(20))));

        assertThat(bed.samples.calls)
                .hasSize(20)
                .allSatisfy(call -> assertThat(call.startNanos()).isGreaterThanOrEqualTo(call.dueNanos()));
        LongSummaryStatistics due =
                bed.samples.calls.stream().mapToLong(CallSample::dueNanos).summaryStatistics();
        assertThat(due.getMax() - due.getMin()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(190));
    }

    @Test
    void users_who_share_a_feeder_that_is_exactly_long_enough_take_each_record_once() throws Exception {
        ChainBuilder calls = exec(grpc("greet")
                .unary(TestServer.UNARY)
                .header("x-name", "#{name}")
                .send(text("hi"))
                .onSchedule(Schedule.constant(2_000).times(250))
                .feed(names(1_000)));
        List<GatlingBed.User> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            users.add(bed.start(calls, Map.of()));
        }

        for (GatlingBed.User user : users) {
            assertThat(user.ended.get(20, TimeUnit.SECONDS).isFailed()).isFalse();
        }
        assertThat(heard.all("x-name")).containsExactlyInAnyOrderElementsOf(texts(0, 1_000));
    }

    @Test
    void a_message_that_cannot_be_made_of_a_record_fails_stream_and_user_once() {
        GatlingBed.User user = bed.start(
                exec(chat.open())
                        .exec(chat.send(json("\"#{nobody}\"")).feed(names(10), 10))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                Map.of());

        assertThat(user.ended.orTimeout(30, TimeUnit.SECONDS).join().isFailed()).isTrue();
        assertThat(user.arrivals).hasValue(1);
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CLIENT);
        assertThat(bed.samples.only().error()).contains("nobody");
    }

    @Test
    void a_number_of_records_below_one_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chat.send(text("hi")).feed(names(1), 0))
                .withMessage("records: 0 (expected: > 0)");

        Session end = bed.run(exec(chat.open(), chat.send(text("hi")).feed(names(1), "#{n}")), Map.of("n", -1));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes).singleElement().asString().contains("records for chat: -1 (expected: > 0)");
    }

    private static FeederBuilder<Object> names(int count) {
        return listFeeder(texts(0, count).stream()
                .map(name -> Map.<String, Object>of("name", name))
                .toList());
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
    }
}
