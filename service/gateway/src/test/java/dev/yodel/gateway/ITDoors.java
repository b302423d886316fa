package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.yodel.gateway.Door.Outcome;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.Ending;
import dev.yodel.v1.Failure;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on the gRPC port holds on the HTTP port: tokens, limits and behaviors, the same through each door. */
class ITDoors {

    private static final String ADA = "0123456789abcdef";
    private static final String BO = "fedcba9876543210";

    private static final Path TOKENS = tokens();

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess(
            "--token-file", TOKENS.toString(), "--token-scopes", "echo=yodel.v1.EchoService/Echo", "--max-calls", "2");

    @ParameterizedTest
    @EnumSource
    void an_answer(Door door) throws Exception {
        assertThat(echo(door, EchoRequest.newBuilder().setMessage("hi é\u0000"), ADA)
                        .response())
                .isEqualTo("hi é\u0000");
    }

    @ParameterizedTest
    @EnumSource
    void a_call_needs_a_token_with_its_scope(Door door) throws Exception {
        assertThat(echo(door, EchoRequest.newBuilder(), "").code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(echo(door, EchoRequest.newBuilder(), "wrong").code()).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(echo(door, EchoRequest.newBuilder(), BO).code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_on_request_arrives_with_message_and_details(Door door) throws Exception {
        Failure failure = Failure.newBuilder()
                .setStatus(Status.newBuilder()
                        .setCode(9)
                        .setMessage("not yet é")
                        .addDetails(
                                Any.pack(ErrorInfo.newBuilder().setReason("X").build())))
                .build();

        assertThat(echo(door, with(Behavior.newBuilder().setFailure(failure)), ADA))
                .isEqualTo(new Outcome(
                        Code.FAILED_PRECONDITION,
                        "not yet é",
                        "",
                        java.util.List.of("type.googleapis.com/google.rpc.ErrorInfo")));
    }

    @ParameterizedTest
    @EnumSource
    void a_bound_of_a_behavior_holds(Door door) throws Exception {
        Outcome outcome = echo(door, with(Behavior.newBuilder().setPaddingBytes(2_000_000)), ADA);

        assertThat(outcome.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(outcome.details()).contains("type.googleapis.com/google.rpc.BadRequest");
    }

    @ParameterizedTest
    @EnumSource
    void the_largest_message_is_that_of_the_server(Door door) throws Exception {
        EchoRequest.Builder large = EchoRequest.newBuilder().setPayload(ByteString.copyFrom(new byte[4 << 20]));

        assertThat(echo(door, large, ADA).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @ParameterizedTest
    @EnumSource
    void a_deadline_ends_the_call(Door door) throws Exception {
        EchoRequest never =
                with(Behavior.newBuilder().setEnding(Ending.ENDING_NEVER)).build();

        assertThat(door.echo(GATEWAY, never, ADA, 300).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        GATEWAY.awaitOpenCalls(0);
    }

    @ParameterizedTest
    @EnumSource
    void the_limit_of_open_calls_holds(Door door) throws Exception {
        EchoRequest held =
                with(Behavior.newBuilder().setEnding(Ending.ENDING_NEVER)).build();
        CompletableFuture<?>[] open = new CompletableFuture<?>[2];
        // The common pool may have a single thread.
        Executor threads = task -> new Thread(task, "held call").start();
        for (int i = 0; i < open.length; i++) {
            open[i] = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return door.echo(GATEWAY, held, ADA, 5_000);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads);
        }
        GATEWAY.awaitOpenCalls(2);

        Outcome outcome = echo(door, EchoRequest.newBuilder(), ADA);

        assertThat(outcome.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(outcome.details()).contains("type.googleapis.com/google.rpc.RetryInfo");
        CompletableFuture.allOf(open).get(60, TimeUnit.SECONDS);
        GATEWAY.awaitOpenCalls(0);
    }

    @ParameterizedTest
    @EnumSource
    void a_delay_is_kept(Door door) throws Exception {
        long start = System.nanoTime();
        Delay delay = Delay.newBuilder().setFixed(Durations.fromMillis(250)).build();

        assertThat(echo(door, with(Behavior.newBuilder().setMessageDelay(delay)), ADA)
                        .code())
                .isEqualTo(Code.OK);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(250_000_000);
    }

    private static Outcome echo(Door door, EchoRequest.Builder request, String token) throws Exception {
        return door.echo(GATEWAY, request.build(), token, 0);
    }

    private static EchoRequest.Builder with(Behavior.Builder behavior) {
        return EchoRequest.newBuilder().setBehavior(behavior);
    }

    private static Path tokens() {
        try {
            Path file = Files.createTempFile("tokens", "");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "ada " + ADA + " echo\nbo " + BO + " other\n");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
