package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A flood of connections on a server that may open 256 files: it never runs out of them. */
class ITFewFiles {

    private static final int FILES = 256;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serveWithFiles(FILES);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void probes_and_other_addresses_are_served_while_one_floods_with_connections() throws Exception {
        List<RawConnection> flood = new ArrayList<>();
        for (int i = 0; i < 2 * FILES; i++) {
            try {
                flood.add(RawConnection.open(service.grpcTarget()));
            } catch (IOException e) {
                // Refused while it was being opened.
            }
        }
        Eventually.assertThatEventually(
                () -> flood.stream().map(RawConnection::goAway).toList(),
                reasons -> reasons.stream().anyMatch(reason -> reason.contains("ulimit -n " + FILES)));
        Eventually.assertThatEventually(
                () -> flood.stream().filter(RawConnection::isClosed).count(), closed -> closed > FILES);

        // More slow clients sit on the HTTP port than it has room for.
        List<Socket> slow = new ArrayList<>();
        URI metrics = URI.create(service.metricsUrl());
        for (int i = 0; i < FILES; i++) {
            Socket socket = new Socket(metrics.getHost(), metrics.getPort());
            socket.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }
        Scrape scrape = new Scrape(service.metricsUrl());
        for (int i = 0; i < 5; i++) {
            assertThat(scrape.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(scrape.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(scrape.sample("yodel_server_calls_rejected_total{kind=\"connection\""))
                    .isPositive();
            assertServed("127.0.0.2");
        }
        // Those that were admitted are served as well.
        RawConnection admitted = flood.stream()
                .filter(connection -> !connection.isClosed())
                .findFirst()
                .orElseThrow();
        admitted.call(1, "yodel.v1.EchoService/Echo").message(1);
        assertThat(admitted.awaitEnd(1)).isEqualTo("status 0");

        for (RawConnection connection : flood) {
            connection.close();
        }
        for (Socket socket : slow) {
            socket.close();
        }
        assertServed("127.0.0.1");
        assertThat(service.err()).noneMatch(line -> line.contains("Too many open files"));
    }

    private static void assertServed(String from) throws InterruptedException {
        ManagedChannel channel = NettyChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .localSocketPicker(new NettyChannelBuilder.LocalSocketPicker() {
                    @Override
                    public InetSocketAddress createSocketAddress(
                            java.net.SocketAddress remote, io.grpc.Attributes attributes) {
                        return new InetSocketAddress(from, 0);
                    }
                })
                .build();
        CallOptions options = CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(25, TimeUnit.SECONDS);
        RecordingCall<EchoRequest, EchoResponse> call = new RecordingCall<>(
                        channel, EchoServiceGrpc.getEchoMethod(), new Metadata(), options)
                .exchange(EchoRequest.getDefaultInstance());
        assertThat(call.status()).isEqualTo(Status.OK);
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }
}
