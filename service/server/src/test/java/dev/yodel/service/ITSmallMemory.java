package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The budgets of a server that has little memory follow it: attacks that a large one withstands do not fill it either. */
class ITSmallMemory {

    private static final int MIB = 1 << 20;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.run(
                Map.of("JDK_JAVA_OPTIONS", "-XX:MaxDirectMemorySize=64m"),
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0",
                "--stalled-response-timeout=10m");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void calls_that_nobody_reads_do_not_use_up_a_small_memory() throws Exception {
        ManagedChannel attacker = channel();
        List<RecordingCall<?, ?>> unread = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            RecordingCall<ExpandRequest, ?> call = new RecordingCall<>(attacker, EchoServiceGrpc.getExpandMethod());
            call.call()
                    .sendMessage(ExpandRequest.newBuilder()
                            .setCount(1000)
                            .setBehavior(Behavior.newBuilder().setPaddingBytes(MIB))
                            .build());
            call.call().halfClose();
            unread.add(call);
        }
        Scrape scrape = new Scrape(service.metricsUrl());
        Eventually.assertThatEventually(() -> scrape.sample("yodel_server_calls_open"), open -> open == unread.size());

        assertServed(scrape);
        attacker.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    @Test
    void requests_that_are_never_complete_do_not_use_up_a_small_memory() throws Exception {
        List<RawConnection> attackers = new ArrayList<>();
        for (int connection = 0; connection < 8; connection++) {
            RawConnection attacker = RawConnection.open(service.grpcTarget());
            attackers.add(attacker);
            try {
                halfMessages(attacker);
            } catch (IOException e) {
                // The server may end the connection of an attacker.
            }
        }
        assertServed(new Scrape(service.metricsUrl()));
        for (RawConnection attacker : attackers) {
            attacker.close();
        }
    }

    private static void halfMessages(RawConnection attacker) throws IOException {
        for (int stream = 1; stream < 10; stream += 2) {
            attacker.call(stream, "yodel.v1.EchoService/Echo")
                    .frame(RawConnection.DATA, 0, stream, RawConnection.framed(4 * MIB));
            for (int sent = 0; sent < 60; sent++) {
                attacker.frame(RawConnection.DATA, 0, stream, new byte[16 * 1024]);
            }
        }
    }

    private static void assertServed(Scrape scrape) throws Exception {
        for (int client = 0; client < 4; client++) {
            ManagedChannel channel = channel();
            for (int i = 0; i < 5; i++) {
                RecordingCall<EchoRequest, EchoResponse> call = new RecordingCall<>(
                                channel,
                                EchoServiceGrpc.getEchoMethod(),
                                new Metadata(),
                                CallOptions.DEFAULT.withDeadlineAfter(25, TimeUnit.SECONDS))
                        .exchange(EchoRequest.newBuilder().setMessage("hello").build());
                assertThat(call.status()).isEqualTo(Status.OK);
            }
            channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        }
        assertThat(scrape.sample("yodel_server_calls_rejected_total{kind=\"transport-memory\""))
                .isZero();
        assertThat(service.err()).noneMatch(line -> line.contains("the memory of the transport is used up"));
        assertThat(service.isRunning()).isTrue();
    }

    private static ManagedChannel channel() throws InterruptedException {
        return NettyChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .flowControlWindow(64 * 1024)
                .build();
    }
}
