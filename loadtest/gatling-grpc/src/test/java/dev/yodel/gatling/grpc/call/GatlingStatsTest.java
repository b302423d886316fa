package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcBidiStream;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.call.RecordingStatsEngine.Response;
import dev.yodel.gatling.grpc.schedule.Schedule;
import dev.yodel.gatling.grpc.stats.CallSample;
import io.gatling.core.session.GroupBlock;
import io.gatling.javaapi.core.ChainBuilder;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Gatling's console, assertions and report are told of calls. */
class GatlingStatsTest {

    private static final long DELAY_MILLIS = 60;

    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("call").bidiStream(TestServer.CHAT);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final TestServer server = new TestServer(this::endLate);
    private GatlingBed bed = new GatlingBed(protocol());

    private GrpcProtocolBuilder protocol() {
        return grpc.target(server.target()).usePlaintext();
    }

    @AfterEach
    void close() {
        bed.close();
        server.close();
        clock.shutdownNow();
    }

    /** One call each, by the name of "call". */
    static Stream<Named<ChainBuilder>> calls() {
        ChainBuilder scheduled = exec(grpc("call")
                .unary(TestServer.UNARY)
                .send(text("hi"))
                .onSchedule(Schedule.constant(100).times(1)));
        return Stream.concat(callsOfTheirUser(), Stream.of(Named.of("unary at a schedule", scheduled)));
    }

    /** Those that their user waits for, one at a time. */
    static Stream<Named<ChainBuilder>> callsOfTheirUser() {
        return Stream.of(
                Named.of("unary", exec(grpc("call").unary(TestServer.UNARY).send(text("hi")))),
                Named.of("stream", exec(CHAT.open(), CHAT.send(text("hi")), CHAT.halfClose(), CHAT.awaitEnd())));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_call_took_as_long_as_it_did_and_ended_when_it_did(ChainBuilder call) {
        long before = bed.core().clock().nowMillis();
        bed.run(call);
        long after = bed.core().clock().nowMillis();

        CallSample sample = bed.samples.only();
        assertThat(sample.error()).isNull();
        assertThat(bed.stats.responses).hasSize(1);
        Response response = bed.stats.responses.element();
        assertThat(response.name()).isEqualTo("call");
        assertThat(response.status()).isEqualTo("OK");
        assertThat(response.groups()).isEmpty();
        assertThat(response.millis())
                .isGreaterThanOrEqualTo(DELAY_MILLIS)
                .isEqualTo(TimeUnit.NANOSECONDS.toMillis(sample.serviceTimeNanos()));
        assertThat(response.endMillis()).isBetween(before + DELAY_MILLIS, after);
    }

    @Test
    void a_stream_ended_when_it_did_and_not_when_that_was_awaited() {
        AtomicLong beforeAwait = new AtomicLong();

        bed.run(exec(CHAT.open(), CHAT.send(text("hi")), CHAT.halfClose())
                .asLongAs(CHAT::isOpen)
                .on(pause(Duration.ofMillis(5)))
                .exec(session -> {
                    beforeAwait.set(bed.core().clock().nowMillis());
                    return session;
                })
                .pause(Duration.ofMillis(50))
                .exec(CHAT.awaitEnd()));

        assertThat(bed.stats.responses.element().endMillis()).isLessThanOrEqualTo(beforeAwait.get());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_call_is_reported_with_the_groups_around_it(ChainBuilder call) {
        bed.run(exec(group("day").on(group("hour").on(call))));

        assertThat(bed.stats.responses)
                .singleElement()
                .satisfies(response -> assertThat(response.groups()).containsExactly("day", "hour"));
    }

    @ParameterizedTest
    @MethodSource("callsOfTheirUser")
    void the_time_of_a_call_counts_for_the_groups_around_it(ChainBuilder call) {
        bed.run(exec(group("day").on(group("hour").on(call))));

        assertThat(bed.stats.responses).hasSize(1);
        int millis = (int) bed.stats.responses.element().millis();
        assertThat(millis).isGreaterThanOrEqualTo((int) DELAY_MILLIS);
        assertThat(bed.stats.groups)
                .extracting(GroupBlock::cumulatedResponseTime)
                .containsExactly(millis, millis);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void Gatling_is_reported_nothing_if_it_shall_not_be(ChainBuilder call) {
        withoutLog();

        bed.run(exec(group("day").on(call)));

        assertThat(bed.samples.only().ok()).isTrue();
        assertThat(bed.stats.responses).isEmpty();
    }

    @Test
    void nor_of_calls_that_could_not_start() {
        withoutLog();

        bed.run(exec(grpc("call").unary(TestServer.UNARY).send(session -> text(session.getString("missing"))))
                .exec(CHAT.send(text("hi"))));

        assertThat(bed.stats.responses).isEmpty();
        assertThat(bed.stats.crashes).isEmpty();
    }

    private void withoutLog() {
        bed.close();
        bed = new GatlingBed(protocol().gatlingStats(false));
    }

    /** Answers a while after the client has said all, and ends. */
    private ServerCall.Listener<StringValue> endLate(ServerCall<StringValue, StringValue> call, Metadata headers) {
        call.request(1);
        return new ServerCall.Listener<>() {
            @Override
            public void onHalfClose() {
                Future<?> unused = clock.schedule(this::end, DELAY_MILLIS, TimeUnit.MILLISECONDS);
            }

            private void end() {
                call.sendHeaders(new Metadata());
                call.sendMessage(text("late"));
                call.close(Status.OK, new Metadata());
            }
        };
    }
}
