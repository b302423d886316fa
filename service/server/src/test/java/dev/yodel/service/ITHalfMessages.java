package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that are incomplete, late or not answered yet cost the server a bounded amount of memory and time. */
class ITHalfMessages {

    private static final String ECHO = "yodel.v1.EchoService/Echo";
    private static final String CHAT = "yodel.v1.EchoService/Chat";
    private static final int MESSAGE = 4 << 20;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve(
                "--message-timeout", "2s", "--first-message-timeout", "4s", "--max-call-age", "8s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void half_received_messages_are_bounded_per_connection_and_others_are_served() throws Exception {
        try (RawConnection attacker = RawConnection.open(service.grpcTarget())) {
            int calls = 200;
            for (int i = 0; i < calls; i++) {
                int stream = 2 * i + 1;
                attacker.call(stream, ECHO);
                byte[] rest = RawConnection.framed(MESSAGE, new byte[MESSAGE - 1]);
                for (int from = 0; from < rest.length; from += 16_000) {
                    // Without regard to the server's flow control, the first ones would fill the window.
                    if (!attacker.end(stream).isEmpty()) {
                        break;
                    }
                    attacker.frame(
                            RawConnection.DATA,
                            0,
                            stream,
                            Arrays.copyOfRange(rest, from, Math.min(rest.length, from + 16_000)));
                }
                if (i % 20 == 0) {
                    assertServed();
                }
            }
            List<String> ends = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                ends.add(attacker.awaitEnd(2 * i + 1));
            }
            // Some find no room, the others are ended by the time limit.
            assertThat(ends).containsOnly("status 8", "status 4").contains("status 8");
            assertThat(service.residentMiB()).isLessThan(400);
        }
        assertServed();
    }

    @Test
    void a_message_that_is_begun_has_to_be_completed_in_time() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);
            client.frame(
                    RawConnection.DATA,
                    0,
                    1,
                    RawConnection.framed(ChatRequest.getDefaultInstance().getSerializedSize()));
            client.frame(RawConnection.DATA, 0, 1, RawConnection.framed(10, new byte[5]));

            assertThat(client.awaitEnd(1)).isEqualTo("status 4");
            assertThat(client.reason(1))
                    .startsWith("request: incomplete after ")
                    .endsWith("see --message-timeout)");
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void the_first_message_has_to_come_in_time() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);

            assertThat(client.awaitEnd(1)).isEqualTo("status 4");
            assertThat(client.reason(1)).startsWith("request: none after ").endsWith("see --first-message-timeout)");
        }
    }

    @Test
    void a_call_that_is_too_old_ends_with_a_status_that_clients_retry() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);
            client.frame(RawConnection.DATA, 0, 1, RawConnection.framed(0));

            assertThat(client.awaitEnd(1)).isEqualTo("status 14");
            assertThat(client.reason(1)).startsWith("call: open for ").endsWith("see --max-call-age)");
        }
    }

    @Test
    void requests_that_wait_for_a_delayed_response_are_bounded_too() throws Exception {
        ManagedChannel channel = channel();
        EchoRequest request = EchoRequest.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[MESSAGE - 1000]))
                .setBehavior(Behavior.newBuilder()
                        .setMessageDelay(Delay.newBuilder()
                                .setFixed(Duration.newBuilder().setSeconds(60))))
                .build();
        List<RecordingCall<EchoRequest, EchoResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RecordingCall<EchoRequest, EchoResponse> call =
                    new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod());
            call.call().request(2);
            call.call().sendMessage(request);
            call.call().halfClose();
            calls.add(call);
        }
        for (RecordingCall<EchoRequest, EchoResponse> call : calls) {
            call.awaitClose();
        }
        assertThat(calls)
                .extracting(call -> call.status().getCode())
                .contains(Status.Code.RESOURCE_EXHAUSTED)
                .doesNotContain(Status.Code.INTERNAL, Status.Code.UNKNOWN);
        assertThat(new Scrape(service.metricsUrl()).sample("yodel_server_transport_memory_bytes"))
                .isLessThan(128 << 20);
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        assertServed();
    }

    private static void assertServed() throws InterruptedException {
        ManagedChannel channel = channel();
        assertThat(new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod())
                        .exchange(EchoRequest.newBuilder().setMessage("served").build())
                        .status())
                .isEqualTo(Status.OK);
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    private static ManagedChannel channel() throws InterruptedException {
        return ManagedChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .build();
    }
}
