package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import dev.yodel.v1.GreetEachRequest;
import dev.yodel.v1.GreetEachResponse;
import dev.yodel.v1.GreetingServiceGrpc;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that stops reading stops the server, and receives everything in order when it continues. */
class ITFlowControl {

    private static final int KIB = 1 << 10;
    private static final int CLIENT_WINDOW = 1024 * KIB;

    /** The client's window, what grpc takes into a stream's buffer before it is not ready, and room for once more. */
    private static final double MOST_KIB = 2 * (1024 + 32);

    /** The server's window adapts itself, up to 8 MiB. */
    private static final int MOST_KIB_SENT = 16 * 1024;

    private static final ByteString PAYLOAD = ByteString.copyFrom(new byte[KIB]);

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forTarget(LOCAL.server().grpcTarget())
                .usePlaintext()
                .flowControlWindow(CLIENT_WINDOW)
                .build();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    @Test
    void expand_stops_behind_a_reader_that_stops() throws InterruptedException {
        RecordingCall<ExpandRequest, ExpandResponse> call =
                new RecordingCall<>(channel, EchoServiceGrpc.getExpandMethod());
        call.call()
                .sendMessage(ExpandRequest.newBuilder()
                        .setCount(20_000)
                        .setPayload(PAYLOAD)
                        .build());
        call.call().halfClose();

        assertThat(settled("grpc_server_responses_sent_messages_total{method=\"Expand\""))
                .isBetween(1.0, MOST_KIB);

        call.call().request(20_000);
        call.awaitClose();
        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages())
                .extracting(ExpandResponse::getSeq)
                .containsExactlyElementsOf(LongStream.range(0, 20_000).boxed().toList());
    }

    @Test
    void greet_each_stops_behind_a_reader_that_stops() throws InterruptedException {
        RecordingCall<GreetEachRequest, GreetEachResponse> call =
                new RecordingCall<>(channel, GreetingServiceGrpc.getGreetEachMethod());
        call.call()
                .sendMessage(GreetEachRequest.newBuilder()
                        .addAllLanguages(Collections.nCopies(1000, "en"))
                        .setBehavior(Behavior.newBuilder().setPaddingBytes(1 << 20))
                        .build());
        call.call().halfClose();

        assertThat(settled("grpc_server_responses_sent_messages_total{method=\"GreetEach\""))
                .isBetween(1.0, 3.0);

        call.call().cancel("seen enough", null);
        call.awaitClose();
    }

    @Test
    void chat_stops_reading_from_a_caller_that_does_not_read() throws InterruptedException {
        RecordingCall<ChatRequest, ChatResponse> call = new RecordingCall<>(channel, EchoServiceGrpc.getChatMethod());

        double before = settled("grpc_server_requests_received_messages_total{method=\"Chat\"");
        int sent = sendWhileReady(call.call());

        // Requests fill the server's window and the client's buffer, answers the client's window and the server's
        // buffer.
        assertThat(sent).isBetween(1, MOST_KIB_SENT);
        assertThat(settled("grpc_server_requests_received_messages_total{method=\"Chat\"") - before)
                .isBetween(1.0, MOST_KIB);

        call.call().request(sent);
        call.call().halfClose();
        call.awaitClose();
        assertThat(call.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(call.messages())
                .extracting(ChatResponse::getSeq)
                .containsExactlyElementsOf(LongStream.range(0, sent).boxed().toList());
    }

    @Test
    void chat_takes_the_next_message_only_when_the_delayed_answer_is_out() throws InterruptedException {
        RecordingCall<ChatRequest, ChatResponse> call = new RecordingCall<>(channel, EchoServiceGrpc.getChatMethod());
        double before = settled("grpc_server_requests_received_messages_total{method=\"Chat\"");
        call.call().request(100);
        call.call()
                .sendMessage(ChatRequest.newBuilder()
                        .setBehavior(Behavior.newBuilder()
                                .setMessageDelay(Delay.newBuilder()
                                        .setFixed(Duration.newBuilder().setSeconds(60))))
                        .build());
        for (int i = 0; i < 50; i++) {
            call.call().sendMessage(ChatRequest.getDefaultInstance());
        }

        assertThat(settled("grpc_server_requests_received_messages_total{method=\"Chat\"") - before)
                .isEqualTo(1);

        call.call().cancel("seen enough", null);
        call.awaitClose();
    }

    private static int sendWhileReady(ClientCall<ChatRequest, ChatResponse> call) throws InterruptedException {
        int sent = 0;
        for (int refused = 0; refused < 100 && sent <= MOST_KIB_SENT; ) {
            if (call.isReady()) {
                call.sendMessage(ChatRequest.newBuilder()
                        .setSeq(sent++)
                        .setPayload(PAYLOAD)
                        .build());
                refused = 0;
            } else {
                Thread.sleep(10);
                refused++;
            }
        }
        return sent;
    }

    private static double settled(String sample) throws InterruptedException {
        Scrape scrape = new Scrape(LOCAL.server().metricsUrl());
        return Eventually.settled(() -> scrape.sample(sample));
    }
}
