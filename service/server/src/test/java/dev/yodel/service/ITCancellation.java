package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call that is over leaves nothing behind, least of all a timer that holds it for a minute. */
class ITCancellation {

    private static final int CALLS = 500;

    private static final Behavior LATE = Behavior.newBuilder()
            .setHeaderDelay(Delay.newBuilder().setFixed(Duration.newBuilder().setSeconds(60)))
            .build();

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    @Test
    void cancelled_calls_free_their_delays() throws InterruptedException {
        List<RecordingCall<ChatRequest, ChatResponse>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            RecordingCall<ChatRequest, ChatResponse> call =
                    new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getChatMethod());
            call.call().sendMessage(ChatRequest.newBuilder().setBehavior(LATE).build());
            calls.add(call);
        }
        Eventually.assertThatEventually(() -> LOCAL.server().delaysPending(), pending -> pending == CALLS);

        for (RecordingCall<ChatRequest, ChatResponse> call : calls) {
            call.call().cancel("no patience", null);
        }

        Eventually.assertThatEventually(() -> LOCAL.server().delaysPending(), pending -> pending == 0);
        Eventually.assertThatEventually(() -> LOCAL.server().callsOpen(), open -> open == 0);
    }

    @Test
    void a_deadline_frees_the_delay_of_its_call() throws InterruptedException {
        RecordingCall<EchoRequest, EchoResponse> call = new RecordingCall<>(
                LOCAL.channel(),
                EchoServiceGrpc.getEchoMethod(),
                new Metadata(),
                CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS));

        call.exchange(EchoRequest.newBuilder().setBehavior(LATE).build());

        assertThat(call.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        Eventually.assertThatEventually(() -> LOCAL.server().delaysPending(), pending -> pending == 0);
        Eventually.assertThatEventually(() -> LOCAL.server().callsOpen(), open -> open == 0);
    }
}
