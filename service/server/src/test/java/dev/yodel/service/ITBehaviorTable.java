package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.helloworld.GreeterGrpc;
import dev.yodel.helloworld.HelloRequest;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import dev.yodel.v1.Failure;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The metadata key yodel-behavior: every line of the table in docs/behaviors.md, and what the table cannot show. */
class ITBehaviorTable {

    private static final Path DOCUMENT = Path.of("../../docs/behaviors.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `((?:[^`\\\\]|\\\\.)+)` \\|.*\\| (\\d+ messages, .+) \\|$", Pattern.MULTILINE);

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    static Stream<Arguments> rows() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> Arguments.of(row.group(1).replace("\\|", "|"), row.group(2)));
    }

    @Test
    void the_table_has_a_line_for_everything() throws IOException {
        assertThat(rows()).hasSize((int) Files.readString(DOCUMENT)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .count());
        assertThat(rows()).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void every_line_of_the_table_is_true(String text, String expected) throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = expand(LOCAL.channel(), text);

        String result = expected.endsWith("no end") ? unended(call) : result(call.awaitClose());
        assertThat(result).isEqualTo(expected);
    }

    @Test
    void a_caller_that_gives_its_key_succeeds_with_its_next_attempt() throws InterruptedException {
        String text = "fail-attempts=2; attempts-key=retry";

        assertThat(List.of(status(text), status(text), status(text)))
                .containsExactly(Status.Code.UNAVAILABLE, Status.Code.UNAVAILABLE, Status.Code.OK);
    }

    /** A retry policy, as users configure it: the call succeeds with its third attempt. */
    @Test
    void grpcs_own_retries_succeed_when_the_first_attempts_fail() throws InterruptedException {
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
                                "0.001s",
                                "maxBackoff",
                                "0.001s",
                                "backoffMultiplier",
                                1.0,
                                "retryableStatusCodes",
                                List.of("UNAVAILABLE")))));
        ManagedChannel channel = ManagedChannelBuilder.forTarget(LOCAL.server().grpcTarget())
                .usePlaintext()
                .defaultServiceConfig(retries)
                .build();
        try {
            EchoResponse answer = new RecordingCall<>(
                            channel,
                            EchoServiceGrpc.getEchoMethod(),
                            metadata("fail-attempts=2; info=call"),
                            CallOptions.DEFAULT)
                    .exchange(EchoRequest.getDefaultInstance())
                    .messages()
                    .get(0);
            assertThat(answer.getInfo().getCall().getAttempt()).isEqualTo(3);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void metadata_is_sent_in_headers_and_trailers_also_with_an_error() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call = expand(
                        LOCAL.channel(), "header=x-a:1; trailer=x-b:2; error=ABORTED")
                .awaitClose();

        assertThat(call.headers().get(key("x-a"))).isEqualTo("1");
        assertThat(call.trailers().get(key("x-b"))).isEqualTo("2");
        assertThat(call.status().getCode()).isEqualTo(Status.Code.ABORTED);
    }

    @Test
    void responses_are_compressed_on_request() throws InterruptedException {
        assertThat(expand(LOCAL.channel(), "compression=gzip")
                        .awaitClose()
                        .headers()
                        .get(key("grpc-encoding")))
                .isEqualTo("gzip");
        assertThat(expand(LOCAL.channel(), "").awaitClose().headers().get(key("grpc-encoding")))
                .isNotEqualTo("gzip");
    }

    @Test
    void the_quick_start_greeter_obeys_metadata() throws InterruptedException {
        assertThat(new RecordingCall<>(
                                LOCAL.channel(),
                                GreeterGrpc.getSayHelloMethod(),
                                metadata("error=DATA_LOSS"),
                                CallOptions.DEFAULT)
                        .exchange(HelloRequest.getDefaultInstance())
                        .status()
                        .getCode())
                .isEqualTo(Status.Code.DATA_LOSS);
    }

    @Test
    void what_was_applied_comes_back() throws InterruptedException {
        RecordingCall<EchoRequest, EchoResponse> call = new RecordingCall<>(
                        LOCAL.channel(),
                        EchoServiceGrpc.getEchoMethod(),
                        metadata("size=7; info=behavior"),
                        CallOptions.DEFAULT)
                .exchange(EchoRequest.newBuilder()
                        .setBehavior(Behavior.newBuilder()
                                .setFailure(Failure.newBuilder()
                                        .setStatus(com.google.rpc.Status.newBuilder()
                                                .setCode(5))
                                        .setRatio(0)))
                        .build());

        Behavior applied = call.messages().get(0).getInfo().getBehavior();
        assertThat(applied.getPaddingBytes()).isEqualTo(7);
        assertThat(applied.getFailure().getStatus().getCode()).isEqualTo(5);
        assertThat(applied.hasSeed()).isTrue();
    }

    private static Status.Code status(String text) throws InterruptedException {
        return expand(LOCAL.channel(), text).awaitClose().status().getCode();
    }

    private static RecordingCall<ExpandRequest, ExpandResponse> expand(ManagedChannel channel, String text) {
        RecordingCall<ExpandRequest, ExpandResponse> call =
                new RecordingCall<>(channel, EchoServiceGrpc.getExpandMethod(), metadata(text), CallOptions.DEFAULT);
        call.call().request(10);
        call.call().sendMessage(ExpandRequest.newBuilder().setCount(3).build());
        call.call().halfClose();
        return call;
    }

    /** Nothing arrives while other calls of the same connection are answered. */
    private static String unended(RecordingCall<ExpandRequest, ExpandResponse> call) throws InterruptedException {
        assertThat(status("")).isEqualTo(Status.Code.OK);
        assertThat(call.isClosed()).isFalse();
        String result = call.messages().size() + " messages, no end";
        call.call().cancel("seen enough", null);
        call.awaitClose();
        return result;
    }

    private static String result(RecordingCall<ExpandRequest, ExpandResponse> call) {
        Status status = call.status();
        boolean told = status.getCode() == Status.Code.RESOURCE_EXHAUSTED;
        return call.messages().size() + " messages, " + status.getCode() + (told ? ": " + status.getDescription() : "");
    }

    private static Metadata metadata(String text) {
        Metadata metadata = new Metadata();
        metadata.put(key("yodel-behavior"), text);
        return metadata;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
