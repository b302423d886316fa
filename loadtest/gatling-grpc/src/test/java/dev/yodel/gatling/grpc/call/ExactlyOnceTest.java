package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.action.EndWait;
import dev.yodel.gatling.grpc.bridge.GatlingStats;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.SampleListener;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.internal.Expressions;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user goes on once, and a call has one sample, whatever fails and wherever it does. */
class ExactlyOnceTest {

    private static final MethodDescriptor.Marshaller<StringValue> BROKEN = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(StringValue value) {
            throw new IllegalStateException("cannot be written");
        }

        @Override
        public StringValue parse(InputStream stream) {
            throw new IllegalStateException("cannot be read");
        }
    };

    private final TestServer server = new TestServer();
    private GatlingBed bed = new GatlingBed(protocol());
    private final GrpcBidiStream<StringValue, StringValue> chat = grpc("chat").bidiStream(TestServer.CHAT);

    private GrpcProtocolBuilder protocol() {
        return grpc.target(server.target()).usePlaintext().awaitTimeout(Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        bed.close();
        server.close();
    }

    @Test
    void a_call_that_is_closed_inside_its_start_ends_once() {
        CallFactory<StringValue, StringValue> factory = factory(TestServer.UNARY);
        GatlingBed.User user = bed.new User();
        Session session = bed.newSession(Map.of());
        UnaryCall<StringValue, StringValue> call =
                new UnaryCall<>(factory, CheckList.NONE, plan(), session, ended -> user.$bang(ended.session()));

        onLoop(session, () -> call.start(text("hi")));

        assertOnce(user);
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void a_stream_that_is_closed_inside_its_start_ends_once() {
        CallFactory<StringValue, StringValue> factory = factory(TestServer.CHAT);
        GatlingBed.User user = bed.new User();
        Session session = bed.newSession(Map.of());
        StreamAttributes<StringValue, StringValue> attributes = new StreamAttributes<>(
                attributes(TestServer.CHAT),
                StreamName.literal("chat"),
                null,
                StreamAttributes.DEFAULT_RECEIVE_BUFFER,
                null,
                null,
                CheckList.NONE);
        StreamCall<StringValue, StringValue> stream = new StreamCall<>(
                attributes, factory, GatlingStats.of(bed.core(), System::nanoTime, true), plan(), session);

        onLoop(session, () -> {
            stream.open(new Metadata(), null);
            stream.send(text("hi"), 0);
            new EndWait<>(stream, session, user, Duration.ofSeconds(5), CheckList.NONE).begin();
        });

        assertOnce(user);
        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void a_deadline_that_has_passed_before_the_start_fails_each_shape_of_call_once() {
        bed.close();
        bed = new GatlingBed(protocol().deadline(Duration.ofNanos(1)));

        assertFails(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))), 1);
        assertFails(
                exec(grpc("scheduled")
                        .unary(TestServer.UNARY)
                        .send(text("hi"))
                        .onSchedule(Schedule.constant(1_000).times(3))),
                4);
        assertFails(
                exec(chat.open(), chat.send(text("hi")), chat.awaitMessage(), chat.halfClose(), chat.awaitEnd()), 5);
        var expand = grpc("expand").serverStream(TestServer.EXPAND);
        assertFails(exec(expand.open(text("1")), expand.awaitEnd()), 6);
        assertThat(bed.samples.calls).extracting(CallSample::failureSource).containsOnly(FailureSource.DEADLINE);
    }

    @Test
    void a_message_that_cannot_be_written_fails_its_call_once() {
        var unwritable = TestServer.UNARY.toBuilder(BROKEN, BROKEN).build();
        var unwritableChat = TestServer.CHAT.toBuilder(BROKEN, BROKEN).build();
        var broken = grpc("broken").bidiStream(unwritableChat);

        assertFails(exec(grpc("greet").unary(unwritable).send(text("hi"))), 1);
        assertFails(exec(broken.open(), broken.send(text("hi")), broken.awaitMessage(), broken.awaitEnd()), 2);
    }

    @Test
    void an_answer_that_cannot_be_read_fails_its_call_once() {
        var unreadable = TestServer.UNARY.toBuilder(TestServer.UNARY.getRequestMarshaller(), BROKEN)
                .build();
        var unreadableChat = TestServer.CHAT.toBuilder(TestServer.CHAT.getRequestMarshaller(), BROKEN)
                .build();
        var broken = grpc("broken").bidiStream(unreadableChat);

        assertFails(exec(grpc("greet").unary(unreadable).send(text("hi"))), 1);
        assertFails(exec(broken.open(), broken.send(text("hi")), broken.awaitMessage(), broken.awaitEnd()), 2);
    }

    @Test
    void an_end_that_does_not_come_in_time_fails_the_user_who_proceeds() {
        assertFails(exec(chat.open(), chat.send(text("hi")), chat.awaitEnd().timeout(Duration.ofMillis(200))), 1);

        CallSample sample = bed.samples.only();
        assertThat(sample.failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(sample.error()).isEqualTo("the stream did not end in time");
    }

    @Test
    void a_check_that_throws_fails_the_call_once() {
        assertFails(
                exec(grpc("greet")
                        .unary(TestServer.UNARY)
                        .send(text("hi"))
                        .check(message((StringValue answer) -> boom()).is("never"))),
                1);
        assertFails(
                exec(chat.open(), chat.send(text("hi")))
                        .exec(chat.awaitMessage()
                                .check(message((StringValue answer) -> boom()).is("never")))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                2);
        assertThat(bed.samples.calls).extracting(CallSample::failureSource).containsOnly(FailureSource.CHECK);
    }

    @Test
    void a_condition_on_a_message_that_throws_fails_the_stream_once() {
        assertFails(
                exec(chat.open(), chat.send(text("hi")))
                        .exec(chat.awaitMessage().matching(message -> boom().isEmpty()))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                1);

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CHECK);
        assertThat(bed.samples.only().error()).contains("boom");
    }

    @Test
    void a_key_that_throws_fails_the_stream_once() {
        var keyed = chat.matchBy(StringValue::getValue, message -> boom());

        assertFails(
                exec(keyed.open(), keyed.send(text("hi")), keyed.awaitMessage(), keyed.halfClose(), keyed.awaitEnd()),
                1);

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CHECK);
        assertThat(bed.samples.only().error()).contains("boom");
    }

    @Test
    void a_listener_that_throws_blocks_no_user() {
        bed.close();
        bed = new GatlingBed(protocol().listener(new SampleListener() {
            @Override
            public void callStarted(String name, MethodType kind, long dueNanos) {
                boom();
            }

            @Override
            public void callEnded(CallSample sample) {
                boom();
            }
        }));

        GatlingBed.User user =
                bed.start(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi"))), Map.of());

        assertOnce(user);
        assertThat(user.ended.join().isFailed()).isFalse();
        assertThat(bed.samples.calls).as("told to the other listener").hasSize(1);
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    @Test
    void an_assertion_in_a_condition_fails_its_stream_and_no_other() {
        assertFails(
                exec(chat.open(), chat.send(text("hi")))
                        .exec(chat.awaitMessage().matching(message -> {
                            throw new AssertionError("boom");
                        }))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                1);

        assertThat(bed.samples.only().error()).contains("boom");
    }

    /** Gatling guards a function against exceptions, and not against this. */
    private static StringValue missing() {
        throw new NoClassDefFoundError("gone");
    }

    @Test
    void an_error_while_a_scheduled_call_is_made_is_reported_and_the_schedule_continues() {
        AtomicInteger calls = new AtomicInteger();
        GatlingBed.User user = bed.start(
                exec(grpc("scheduled")
                        .unary(TestServer.UNARY)
                        .send(session -> calls.incrementAndGet() == 3 ? missing() : text("hi"))
                        .onSchedule(Schedule.constant(20).times(5))),
                Map.of());

        assertOnce(user);
        assertThat(user.ended.join().isFailed()).isTrue();
        assertThat(bed.samples.calls).hasSize(4);
        assertThat(bed.samples.notStarted).containsExactly("UNARY scheduled: java.lang.NoClassDefFoundError: gone");
    }

    @Test
    void an_error_while_a_fed_message_is_made_fails_its_stream_at_once() {
        Iterator<Map<String, Object>> records =
                List.of(Map.<String, Object>of("a", 1)).iterator();
        assertFails(
                exec(chat.open(), chat.send(session -> missing()).feed(records, 1))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                1);

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CHECK);
        assertThat(bed.samples.only().error()).contains("NoClassDefFoundError: gone");
    }

    @Test
    void a_schedule_that_cannot_be_made_of_the_session_is_reported() {
        Schedule schedule = Schedule.constant(20).during(session -> session.<Duration>get("absent"));

        GatlingBed.User user = bed.start(
                exec(grpc("scheduled").unary(TestServer.UNARY).send(text("hi")).onSchedule(schedule)), Map.of());
        assertOnce(user);
        assertThat(user.ended.join().isFailed()).isTrue();
        assertThat(bed.samples.notStarted)
                .singleElement()
                .asString()
                .startsWith("UNARY scheduled: schedule of scheduled: java.lang.NullPointerException");

        assertFails(
                exec(chat.open(), chat.sendOnSchedule(text("hi"), schedule)).exec(chat.halfClose(), chat.awaitEnd()),
                1);
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CLIENT);
    }

    @Test
    void a_request_that_cannot_be_written_by_an_error_ends_its_stream() {
        MethodDescriptor<StringValue, StringValue> overflowing = TestServer.EXPAND.toBuilder(
                        new MethodDescriptor.Marshaller<StringValue>() {
                            @Override
                            public InputStream stream(StringValue value) {
                                throw new StackOverflowError("too deep");
                            }

                            @Override
                            public StringValue parse(InputStream stream) {
                                return text("");
                            }
                        },
                        TestServer.EXPAND.getResponseMarshaller())
                .build();
        var expand = grpc("expand").serverStream(overflowing);
        bed.run(exec(grpc("connects").unary(TestServer.UNARY).send(text("hi"))));

        assertFails(exec(expand.open(text("1")), expand.awaitEnd()), 2);

        assertThat(bed.samples.calls)
                .extracting(CallSample::failureSource)
                .as("what the client could not write")
                .containsExactly(FailureSource.NONE, FailureSource.CLIENT);
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    @Test
    void an_error_in_what_a_connection_heard_is_one_users_trouble() {
        CompletableFuture<Void> next = new CompletableFuture<>();
        EventLoop loop = bed.newSession(Map.of()).eventLoop();

        loop.execute(() -> {
            EventLoopBatch.to(loop, () -> {
                throw new AssertionError("boom");
            });
            EventLoopBatch.to(loop, () -> next.complete(null));
        });

        assertThat(next).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void a_comparison_that_throws_fails_its_call_once() {
        CheckBuilder absent = message(String.class, StringValue::getValue).lt(session -> session.getString("absent"));
        var expand = grpc("expand").serverStream(TestServer.EXPAND);

        assertFails(exec(grpc("greet").unary(TestServer.UNARY).send(text("hi")).check(absent)), 1);
        assertFails(
                exec(chat.open(), chat.send(text("hi")), chat.halfClose())
                        .exec(chat.awaitEnd().check(absent)),
                2);
        assertFails(exec(expand.checkEach(absent).open(text("200")), expand.awaitEnd()), 3);
        assertThat(bed.samples.calls).allSatisfy(call -> {
            assertThat(call.failureSource()).isEqualTo(FailureSource.CHECK);
            assertThat(call.error()).contains("NullPointerException");
        });
        assertThat(bed.samples.messages.stream()
                        .filter(message -> message.name().equals("expand")))
                .hasSize(200);
    }

    @Test
    void what_a_function_makes_null_is_sent_to_nobody() {
        var expand = grpc("expand").serverStream(TestServer.EXPAND);

        assertNotStarted(
                exec(grpc("greet").unary(TestServer.UNARY).send(session -> session.get("absent"))),
                "message of greet: null (expected: a value)");
        assertNotStarted(
                exec(grpc("greet")
                        .unary(TestServer.UNARY)
                        .header("x-token", session -> session.getString("absent"))
                        .send(text("hi"))),
                "metadata x-token: null (expected: a value)");
        assertNotStarted(exec(expand.open(session -> session.get("absent"))), "message of expand: null");
        assertNotStarted(
                exec(grpc("scheduled")
                        .unary(TestServer.UNARY)
                        .header("x-token", session -> session.getString("absent"))
                        .send(text("hi"))
                        .onSchedule(Schedule.constant(1_000).times(3))),
                "metadata x-token: null");
        assertThat(server.opened).hasValue(0);
    }

    @Test
    void a_message_of_many_that_is_null_fails_its_stream() {
        assertFails(
                exec(chat.open())
                        .exec(chat.sendAll(session -> Arrays.asList(text("hi"), null)))
                        .exec(chat.halfClose(), chat.awaitEnd()),
                1);

        assertThat(bed.samples.only().error()).contains("a message that is null");
        assertThat(bed.samples.sent).hasValue(1);
    }

    @Test
    void a_key_of_what_is_sent_that_throws_fails_the_stream_once() {
        var keyed = chat.matchBy(message -> boom(), StringValue::getValue);

        assertFails(exec(keyed.open(), keyed.send(text("hi")), keyed.halfClose(), keyed.awaitEnd()), 1);
        assertFails(
                exec(keyed.open())
                        .exec(keyed.sendOnSchedule(
                                text("hi"), Schedule.constant(1_000).times(3)))
                        .exec(keyed.halfClose(), keyed.awaitEnd()),
                2);
        assertThat(bed.samples.calls)
                .allSatisfy(call -> assertThat(call.error()).contains("boom"));
    }

    private static String boom() {
        throw new IllegalStateException("boom");
    }

    /** Has a user run the chain, and sees that he goes on once, failed, and that the trouble was told to Gatling. */
    private void assertNotStarted(ChainBuilder chain, String trouble) {
        bed.stats.crashes.clear();
        GatlingBed.User user = bed.start(chain, Map.of());

        assertOnce(user);
        assertThat(user.ended.join().isFailed()).isTrue();
        assertThat(bed.stats.crashes)
                .isNotEmpty()
                .allSatisfy(crash -> assertThat(crash).contains(trouble));
    }

    private CallFactory<StringValue, StringValue> factory(MethodDescriptor<StringValue, StringValue> method) {
        return new CallFactory<>(attributes(method), bed.components());
    }

    private static CallAttributes<StringValue, StringValue> attributes(
            MethodDescriptor<StringValue, StringValue> method) {
        return new CallAttributes<>(Expressions.toStaticValueExpression("call"), components -> method);
    }

    private static CallPlan plan() {
        return new CallPlan("call", new FakeChannel(), CallOptions.DEFAULT, new Metadata());
    }

    private static void onLoop(Session session, Runnable task) {
        CompletableFuture.runAsync(task, session.eventLoop())
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** Has a user run the chain, and sees that he comes out failed, with that many samples altogether. */
    private void assertFails(ChainBuilder chain, int samples) {
        GatlingBed.User user = bed.start(chain, Map.of());
        Session end = user.ended.orTimeout(30, TimeUnit.SECONDS).join();
        user.leave(end);

        assertThat(end.isFailed()).isTrue();
        GatlingBed.eventually(() -> bed.samples.calls.size() >= samples);
        assertOnce(user);
        assertThat(bed.samples.calls).hasSize(samples);
        assertThat(bed.samples.run.get().openCalls()).isZero();
    }

    private static void assertOnce(GatlingBed.User user) {
        Session end = user.ended.orTimeout(30, TimeUnit.SECONDS).join();
        onLoop(end, () -> {}); // what else was to come has come
        onLoop(end, () -> {});
        assertThat(user.arrivals).hasValue(1);
    }
}
