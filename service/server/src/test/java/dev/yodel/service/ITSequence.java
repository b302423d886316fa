package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import dev.yodel.v1.GetSequenceRequest;
import dev.yodel.v1.GetSequenceResponse;
import dev.yodel.v1.Sequence;
import dev.yodel.v1.SequenceAttempt;
import dev.yodel.v1.SequenceServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripted calls, and the report of them. */
class ITSequence {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    /** As a user tests a retry policy: the script makes it retry, and the report shows its backoff and its deadlines. */
    @Test
    void the_retries_of_a_real_retry_policy_are_reported() throws InterruptedException {
        Map<String, ?> retries = Map.of(
                "methodConfig",
                List.of(Map.of(
                        "name",
                        List.of(Map.of()),
                        "retryPolicy",
                        Map.of(
                                "maxAttempts",
                                4.0,
                                "initialBackoff",
                                "0.020s",
                                "maxBackoff",
                                "0.020s",
                                "backoffMultiplier",
                                1.0,
                                "retryableStatusCodes",
                                List.of("UNAVAILABLE", "ABORTED")))));
        ManagedChannel channel = ManagedChannelBuilder.forTarget(LOCAL.server().grpcTarget())
                .usePlaintext()
                .defaultServiceConfig(retries)
                .build();
        try {
            assertThat(EchoServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(60, TimeUnit.SECONDS)
                            .echo(EchoRequest.newBuilder()
                                    .setMessage("hi")
                                    .setBehavior(script("retry", 14, 10, 0))
                                    .build())
                            .getMessage())
                    .isEqualTo("hi");
        } finally {
            channel.shutdownNow();
        }

        GetSequenceResponse report = report("retry");
        assertThat(report.getAttemptCount()).isEqualTo(3);
        assertThat(report.getAttemptsList())
                .extracting(SequenceAttempt::getAttempt)
                .containsExactly(1, 2, 3);
        assertThat(report.getAttemptsList())
                .extracting(SequenceAttempt::getCode)
                .containsExactly(14, 10, 0);
        assertThat(report.getAttemptsList())
                .allSatisfy(attempt ->
                        assertThat(attempt.getDeadlineRemaining().getSeconds()).isBetween(1L, 60L));
        assertThat(report.getAttempts(0).hasSincePreviousEnd()).isFalse();
        // A backoff is 80 to 120 % of the policy's.
        assertThat(report.getAttemptsList().subList(1, 3))
                .allSatisfy(attempt -> assertThat(attempt.getSincePreviousEnd().getSeconds() * 1_000_000_000L
                                + attempt.getSincePreviousEnd().getNanos())
                        .isGreaterThanOrEqualTo(15_000_000));
    }

    @Test
    void streams_follow_a_script_and_attempts_behind_it_succeed() throws InterruptedException {
        String script = "sequence=streams: UNAVAILABLE after 2, 1ms OK";

        assertThat(expand(script)).isEqualTo("2 messages, UNAVAILABLE");
        assertThat(expand(script)).isEqualTo("5 messages, OK");
        RecordingCall<ChatRequest, ChatResponse> chat = new RecordingCall<>(
                        LOCAL.channel(), EchoServiceGrpc.getChatMethod(), metadata(script), CallOptions.DEFAULT)
                .exchange(ChatRequest.getDefaultInstance());
        assertThat(chat.status()).isEqualTo(Status.OK);

        assertThat(report("streams").getAttemptsList())
                .extracting(attempt -> attempt.getMessageCount() + " messages, " + attempt.getCode())
                .containsExactly("2 messages, 14", "5 messages, 0", "1 messages, 0");
    }

    @Test
    void an_attempt_that_its_caller_cancels_is_reported_as_open_and_then_as_cancelled() throws InterruptedException {
        RecordingCall<EchoRequest, ?> call = new RecordingCall<>(
                LOCAL.channel(),
                EchoServiceGrpc.getEchoMethod(),
                metadata("sequence=cut: 60s OK"),
                CallOptions.DEFAULT);
        call.call().sendMessage(EchoRequest.getDefaultInstance());
        call.call().halfClose();
        Eventually.assertThatEventually(() -> seen("cut"), seen -> seen);
        assertThat(report("cut").getAttempts(0).hasCode()).isFalse();

        call.call().cancel("seen enough", null);

        Eventually.assertThatEventually(
                () -> report("cut").getAttempts(0).getCode(), code -> code == Status.Code.CANCELLED.value());
    }

    @Test
    void a_key_without_calls_is_not_found_and_a_bad_script_counts_no_attempt() {
        assertThatThrownBy(() -> report("no-such"))
                .hasMessage(
                        "NOT_FOUND: key: no-such (expected: one of the 1000 keys that calls with Behavior.sequence gave"
                                + " last)");
        assertThatThrownBy(() -> EchoServiceGrpc.newBlockingStub(LOCAL.channel())
                        .echo(EchoRequest.newBuilder()
                                .setBehavior(script("bad", 17))
                                .build()))
                .hasMessage("INVALID_ARGUMENT: behavior.sequence.steps[0].status.code: 17 (expected: 1 to 16)");
        assertThat(seen("bad")).isFalse();
    }

    private static boolean seen(String key) {
        try {
            return report(key).getAttemptCount() > 0;
        } catch (io.grpc.StatusRuntimeException e) {
            return false;
        }
    }

    private static GetSequenceResponse report(String key) {
        return SequenceServiceGrpc.newBlockingStub(LOCAL.channel())
                .getSequence(GetSequenceRequest.newBuilder().setKey(key).build());
    }

    private static Behavior script(String key, int... codes) {
        Sequence.Builder sequence = Sequence.newBuilder().setKey(key);
        for (int code : codes) {
            sequence.addStepsBuilder().getStatusBuilder().setCode(code);
        }
        return Behavior.newBuilder().setSequence(sequence).build();
    }

    private static String expand(String text) throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = new RecordingCall<>(
                        LOCAL.channel(), EchoServiceGrpc.getExpandMethod(), metadata(text), CallOptions.DEFAULT)
                .exchange(ExpandRequest.newBuilder().setCount(5).build());
        return call.messages().size() + " messages, " + call.status().getCode();
    }

    private static Metadata metadata(String text) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("yodel-behavior", Metadata.ASCII_STRING_MARSHALLER), text);
        return metadata;
    }
}
