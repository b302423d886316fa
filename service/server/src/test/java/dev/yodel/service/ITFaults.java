package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A bad network between one client and the service: its calls end by their deadlines, and no other client sees it. */
@NeedsProgram(Toxiproxy.PROGRAM)
class ITFaults {

    /** With the space: the counter of opened connections begins likewise. */
    private static final String CONNECTIONS = "yodel_server_connections_open ";

    private static ServiceProcess service;
    private static Toxiproxy toxiproxy;
    private static Scrape scrape;
    private static SteadyCalls healthy;

    private Toxiproxy.Proxy network;
    private ManagedChannel channel;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        service = ServiceProcess.serve("--keep-alive-time=1s", "--keep-alive-timeout=1s");
        toxiproxy = Toxiproxy.start();
        scrape = new Scrape(service.metricsUrl());
        healthy = SteadyCalls.on(channelTo(service.grpcTarget()), 2);
        healthy.await(10);
    }

    @AfterAll
    static void stop() {
        if (healthy != null) {
            healthy.close();
        }
        if (toxiproxy != null) {
            toxiproxy.close();
        }
        service.close();
    }

    @BeforeEach
    void connect(TestInfo test) throws InterruptedException {
        network = toxiproxy.before(test.getTestMethod().orElseThrow().getName(), service.grpcTarget());
        channel = channelTo(network.target());
        assertThat(echo(30, 0).status()).isEqualTo(Status.OK);
    }

    @AfterEach
    void no_other_client_sees_it_and_the_connection_is_gone() throws InterruptedException {
        healthy.await(20);
        assertThat(healthy.failures()).isEmpty();
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        awaitConnections(1);
    }

    @Test
    void calls_over_a_slow_network_end_by_their_deadline() throws Exception {
        network.add("latency", "upstream", "\"latency\":60000");

        assertThat(echo(1, 0).status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(chat(1).awaitClose().status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void calls_whose_answer_does_not_fit_into_the_bandwidth_end_by_their_deadline() throws Exception {
        network.add("bandwidth", "downstream", "\"rate\":16");

        assertThat(echo(1, 1 << 20).status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);

        network.remove("bandwidth", "downstream");
        RecordingCall<EchoRequest, EchoResponse> whole = echo(30, 1 << 20);
        assertThat(whole.status()).isEqualTo(Status.OK);
        assertThat(whole.messages().get(0).getPadding().size()).isEqualTo(1 << 20);
    }

    @Test
    void a_reset_ends_the_calls_of_its_connection_and_no_other() throws Exception {
        ManagedChannel other = channelTo(service.grpcTarget());
        RecordingCall<ChatRequest, ChatResponse> unharmed = new RecordingCall<>(other, EchoServiceGrpc.getChatMethod());
        answered(unharmed, 1);
        List<RecordingCall<ChatRequest, ChatResponse>> chats = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            chats.add(chat(60));
        }
        for (RecordingCall<ChatRequest, ChatResponse> chat : chats) {
            answered(chat, 1);
        }

        network.add("reset_peer", "upstream", "\"timeout\":0");
        chats.get(0).call().sendMessage(ChatRequest.getDefaultInstance());

        for (RecordingCall<ChatRequest, ChatResponse> chat : chats) {
            assertThat(chat.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        answered(unharmed, 2);
        unharmed.call().halfClose();
        assertThat(unharmed.awaitClose().status()).isEqualTo(Status.OK);
        other.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);

        network.remove("reset_peer", "upstream");
        assertThat(echo(30, 0).status()).isEqualTo(Status.OK);
    }

    @Test
    void while_the_network_is_down_calls_fail_or_wait_as_they_choose_and_then_continue() throws Exception {
        network.down();
        Eventually.assertThatEventually(() -> failFast().getCode(), code -> code == Status.Code.UNAVAILABLE);
        assertThat(echo(1, 0).status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        awaitConnections(1);

        network.up();
        assertThat(echo(30, 0).status()).isEqualTo(Status.OK);
    }

    @Test
    void a_peer_that_has_gone_without_a_word_is_reaped_with_its_calls() throws Exception {
        RecordingCall<ChatRequest, ChatResponse> chat = chat(60);
        answered(chat, 1);
        assertThat(scrape.sample(CONNECTIONS)).isEqualTo(2);

        // Bytes are dropped in both directions, and the connection stays open.
        network.add("timeout", "upstream", "\"timeout\":0");
        network.add("timeout", "downstream", "\"timeout\":0");

        awaitConnections(1);
        // The proxy passes the end on to its client.
        assertThat(chat.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private static void awaitConnections(int expected) throws InterruptedException {
        Eventually.assertThatEventually(() -> scrape.sample(CONNECTIONS), open -> open == expected);
    }

    private static void answered(RecordingCall<ChatRequest, ChatResponse> chat, int messages)
            throws InterruptedException {
        chat.call().request(1);
        chat.call().sendMessage(ChatRequest.getDefaultInstance());
        Eventually.assertThatEventually(() -> chat.messages().size(), size -> size == messages);
    }

    private RecordingCall<EchoRequest, EchoResponse> echo(int seconds, int padding) throws InterruptedException {
        EchoRequest request = EchoRequest.newBuilder()
                .setBehavior(Behavior.newBuilder().setPaddingBytes(padding))
                .build();
        CallOptions options = CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(seconds, TimeUnit.SECONDS);
        return new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod(), new Metadata(), options).exchange(request);
    }

    private Status failFast() {
        try {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(25, TimeUnit.SECONDS);
            return new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod(), new Metadata(), options)
                    .exchange(EchoRequest.getDefaultInstance())
                    .status();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private RecordingCall<ChatRequest, ChatResponse> chat(int seconds) {
        CallOptions options = CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(seconds, TimeUnit.SECONDS);
        return new RecordingCall<>(channel, EchoServiceGrpc.getChatMethod(), new Metadata(), options);
    }

    private static ManagedChannel channelTo(String target) {
        return ManagedChannelBuilder.forTarget(target).usePlaintext().build();
    }
}
