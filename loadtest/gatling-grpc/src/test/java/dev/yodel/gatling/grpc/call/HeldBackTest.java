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
import io.gatling.javaapi.core.Session;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sending at a schedule to a server that does not take what is sent. */
class HeldBackTest {

    private static final GrpcBidiStream<StringValue, StringValue> CHAT =
            grpc("chat").bidiStream(TestServer.CHAT);

    /** More than a connection takes within some messages. */
    private static final StringValue LARGE = text("x".repeat(200_000));

    private static final Duration HELD = Duration.ofMillis(300);

    @Test
    void a_server_that_never_reads_fails_the_stream_in_time_and_the_user_proceeds() {
        CallSample sample = sample((call, headers) -> new ServerCall.Listener<>() {}, HELD);

        assertThat(sample.failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(sample.error()).isEqualTo("the stream was not ready for a message in time");
    }

    @Test
    void a_server_that_reads_again_in_time_does_no_harm() {
        ServerCallHandler<StringValue, StringValue> late = (call, headers) -> {
            CompletableFuture.delayedExecutor(HELD.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> call.request(100));
            return new ServerCall.Listener<>() {
                @Override
                public void onHalfClose() {
                    call.sendHeaders(new Metadata());
                    call.close(Status.OK, new Metadata());
                }
            };
        };

        CallSample sample = sample(late, Duration.ofSeconds(30));

        assertThat(sample.error()).isNull();
        assertThat(sample.serviceTimeNanos()).isGreaterThan(HELD.toNanos());
    }

    private static CallSample sample(ServerCallHandler<StringValue, StringValue> handler, Duration patience) {
        try (TestServer server = new TestServer(handler);
                GatlingBed bed = new GatlingBed(
                        grpc.target(server.target()).usePlaintext().awaitTimeout(patience))) {
            Session end = bed.run(exec(CHAT.open())
                    .exec(CHAT.sendOnSchedule(LARGE, Schedule.constant(1_000).times(20)))
                    .doIf(session -> !session.isFailed())
                    .then(exec(CHAT.halfClose(), CHAT.awaitEnd())));
            CallSample sample = bed.samples.only();
            assertThat(end.isFailed()).isNotEqualTo(sample.ok());
            return sample;
        }
    }
}
