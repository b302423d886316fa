package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections and calls beyond a limit are refused with its name; slow and silent connections are closed. */
class ITConnectionLimits {

    private static final String CHAT = "yodel.v1.EchoService/Chat";
    private static final String ECHO = "yodel.v1.EchoService/Echo";

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve(
                "--max-connections-per-peer=20",
                "--max-streams-per-peer=10",
                "--max-resets-per-peer=2000",
                "--slow-connection-timeout=2s",
                "--handshake-timeout=2s",
                "--keep-alive-time=1s",
                "--keep-alive-timeout=1s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void connections_beyond_the_limit_of_their_address_are_told_why() throws Exception {
        List<RawConnection> admitted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawConnection connection = RawConnection.open(service.grpcTarget());
            connection.call(1, ECHO).message(1);
            assertThat(connection.awaitEnd(1)).isEqualTo("status 0");
            admitted.add(connection);
        }
        try (RawConnection refused = RawConnection.open(service.grpcTarget())) {
            refused.awaitClosed();
            assertThat(refused.goAway())
                    .isEqualTo(
                            "11 connections of 127.0.0.1: 20 (expected: at most 20, see --max-connections-per-peer)");
        }
        for (RawConnection connection : admitted) {
            connection.close();
        }
        assertServed();
    }

    @Test
    void streams_beyond_the_limit_are_shed_with_retry_info_and_unary_calls_are_not() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            for (int i = 0; i < 10; i++) {
                client.call(2 * i + 1, CHAT);
            }
            client.call(21, CHAT);
            assertThat(client.awaitEnd(21)).isEqualTo("status 8");
            assertThat(client.reason(21))
                    .isEqualTo("open streams of 127.0.0.1: 10 (expected: at most 10, see --max-streams-per-peer)");
            assertThat(client.awaitTrailers(21).contains("grpc-status-details-bin"))
                    .isTrue();

            client.call(23, ECHO).message(23);
            assertThat(client.awaitEnd(23)).isEqualTo("status 0");
            client.call(25, "grpc.health.v1.Health/Watch").message(25);
            client.message(1);
            assertThat(client.awaitEnd(1)).isEqualTo("status 0");
            client.call(27, CHAT).message(27);
            assertThat(client.awaitEnd(27)).isEqualTo("status 0");
        }
    }

    @Test
    void slow_connections_are_closed_in_all_forms() throws Exception {
        byte[] request = RawConnection.request(ECHO);
        List<RawConnection> slow = List.of(
                // nothing at all
                new RawConnection(service.grpcTarget()).reading(),
                // half a preface
                new RawConnection(service.grpcTarget())
                        .bytes("PRI * HT".getBytes())
                        .reading(),
                // half a frame header
                RawConnection.open(service.grpcTarget()).bytes((byte) 0, (byte) 0),
                // half a frame
                RawConnection.open(service.grpcTarget())
                        .bytes(Arrays.copyOf(RawConnection.frameBytes(RawConnection.HEADERS, 4, 1, request), 30)),
                // headers without an end
                RawConnection.open(service.grpcTarget()).frame(RawConnection.HEADERS, 0, 1, request));
        for (RawConnection connection : slow) {
            connection.awaitClosed();
            connection.close();
        }
        // A drop now and then does not help.
        try (RawConnection trickle = RawConnection.open(service.grpcTarget())) {
            trickle.frame(RawConnection.HEADERS, 0, 1, request);
            Eventually.assertThatEventually(
                    () -> {
                        try {
                            Thread.sleep(100);
                            trickle.frame(RawConnection.CONTINUATION, 0, 1);
                        } catch (IOException | InterruptedException e) {
                            // Closed, as expected.
                        }
                        return trickle.isClosed();
                    },
                    closed -> closed);
        }
        assertServed();
    }

    @Test
    void a_silent_connection_with_an_open_call_is_closed() throws Exception {
        try (RawConnection silent = new RawConnection(service.grpcTarget()).handshake()) {
            silent.call(1, CHAT);
            Scrape scrape = new Scrape(service.metricsUrl());
            // It answers no ping, because it reads nothing; only when the server has closed it does it look.
            Eventually.assertThatEventually(
                    () -> scrape.sample("yodel_server_calls_rejected_total{kind=\"slow-connection\"")
                            + scrape.sample("yodel_server_calls_open"),
                    value -> scrape.sample("yodel_server_calls_open") == 0);
            silent.reading().awaitClosed();
        }
    }

    @Test
    void resets_are_limited_per_address_and_not_only_per_connection() throws Exception {
        int connections = 0;
        int cut = 0;
        for (; connections < 5; connections++) {
            try (RawConnection attacker = RawConnection.open(service.grpcTarget())) {
                for (int i = 0; i < 1000; i++) {
                    attacker.call(2 * i + 1, ECHO).reset(2 * i + 1);
                }
                attacker.call(2001, ECHO).message(2001);
                attacker.awaitEnd(2001);
                cut += attacker.isClosed() ? 1 : 0;
            } catch (IOException e) {
                cut++;
            }
        }
        assertThat(cut).isBetween(1, 4);
        assertServed();
    }

    private static RecordingCall<EchoRequest, EchoResponse> echo(ManagedChannel channel) throws InterruptedException {
        CallOptions options = CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(20, TimeUnit.SECONDS);
        return new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod(), new Metadata(), options)
                .exchange(EchoRequest.getDefaultInstance());
    }

    private static void assertServed() throws InterruptedException {
        ManagedChannel channel = channel();
        assertThat(echo(channel).status()).isEqualTo(Status.OK);
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    private static ManagedChannel channel() throws InterruptedException {
        return ManagedChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .build();
    }
}
