package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcClientStream;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that read slowly or late: whoever waits for one fails if it takes nothing for the time-out, and only then. */
class SlowReaderTest {

    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    private static final int MANY = 300;
    private static final StringValue BIG = text("x".repeat(64_000));
    private static final StringValue FULL = text("x".repeat(3_000_000));
    private static final GrpcClientStream<StringValue, StringValue> COLLECT =
            grpc("collect").clientStream(TestServer.COLLECT);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void endTimer() {
        timer.shutdownNow();
    }

    @Test
    void a_list_may_take_longer_than_the_time_out_as_long_as_some_of_it_is_taken() {
        List<StringValue> all = Collections.nCopies(MANY, BIG);

        assertAllSent(exec(COLLECT.sendAll(session -> all)));
    }

    @Test
    void so_may_the_records_of_a_feeder() {
        Iterator<Map<String, Object>> feeder =
                Collections.nCopies(MANY, Map.<String, Object>of()).iterator();

        assertAllSent(exec(COLLECT.send(session -> BIG).feed(feeder, MANY)));
    }

    /** The message due in some seconds finds a stream that is ready by then. */
    @Test
    void a_schedule_waits_for_the_transport_only_when_something_is_due() {
        try (TestServer server = new TestServer((call, headers) -> readAfter(call, 2_500));
                GatlingBed bed = bed(server)) {
            Session end = bed.run(exec(COLLECT.open(), COLLECT.send(FULL))
                    .exec(COLLECT.sendOnSchedule(
                            text("x"), Schedule.constant(0.2).times(1)))
                    .exec(COLLECT.cancel(), COLLECT.awaitEnd()));

            assertThat(bed.samples.only().error()).isNull();
            assertThat(end.isFailed()).isFalse();
        }
    }

    /** Else a reader that stops would hold the server's messages in the memory of the client. */
    @Test
    void a_client_that_reads_nothing_holds_the_server_back_and_no_cancellation_is_a_failure() {
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch held = new CountDownLatch(1);
        try (TestServer server = new TestServer((call, headers) -> sendWhileReady(call, sent, held));
                GatlingBed bed = bed(server)) {
            GrpcBidiStream<StringValue, StringValue> chat =
                    grpc("chat").bidiStream(TestServer.CHAT).readRate(0);
            Session end = bed.run(exec(chat.open())
                    .exec(asLongAs(session -> held.getCount() > 0).on(pause(Duration.ofMillis(10))))
                    .exec(chat.cancel(), chat.awaitEnd()));

            assertThat(end.isFailed()).isFalse();
            assertThat(bed.samples.only().ok()).isTrue();
            assertThat(bed.samples.messages).isEmpty();
            assertThat(sent).hasPositiveValue();
        }
    }

    private static ServerCall.Listener<StringValue> sendWhileReady(
            ServerCall<StringValue, StringValue> call, AtomicInteger sent, CountDownLatch held) {
        call.sendHeaders(new Metadata());
        return new ServerCall.Listener<>() {
            @Override
            public void onReady() {
                while (call.isReady()) {
                    call.sendMessage(BIG);
                    sent.incrementAndGet();
                }
                held.countDown();
            }
        };
    }

    private void assertAllSent(ChainBuilder sends) {
        try (TestServer server = new TestServer((call, headers) -> readOneByOne(call));
                GatlingBed bed = bed(server)) {
            long before = System.nanoTime();
            Session end = bed.run(exec(COLLECT.open(), sends, COLLECT.cancel(), COLLECT.awaitEnd()));

            assertThat(bed.samples.only().error()).isNull();
            assertThat(end.isFailed()).isFalse();
            assertThat(bed.samples.sent).hasValue(MANY);
            assertThat(System.nanoTime() - before)
                    .as("longer than the time-out")
                    .isGreaterThan(TIMEOUT.toNanos());
        }
    }

    private ServerCall.Listener<StringValue> readOneByOne(ServerCall<StringValue, StringValue> call) {
        var unused = timer.scheduleAtFixedRate(() -> call.request(1), 0, 11, TimeUnit.MILLISECONDS);
        return new ServerCall.Listener<>() {};
    }

    private static GatlingBed bed(TestServer server) {
        return new GatlingBed(grpc.target(server.target()).usePlaintext().awaitTimeout(TIMEOUT));
    }

    private ServerCall.Listener<StringValue> readAfter(ServerCall<StringValue, StringValue> call, long millis) {
        var unused = timer.schedule(() -> call.request(10), millis, TimeUnit.MILLISECONDS);
        return new ServerCall.Listener<>() {};
    }
}
