package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that asks for much and reads nothing costs the server a bounded amount of memory, and other clients nothing. */
class ITSlowReader {

    private static final int PADDING = 1 << 20;
    private static final long MOST_MIB = 400;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        // On a busy machine, opening 20,000 calls may take longer than the calls are kept unread by default.
        service = ServiceProcess.serve("--profile", "load-test", "--stalled-response-timeout", "10m");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 20_000})
    void calls_that_nobody_reads_hold_a_bounded_amount_of_memory(int calls) throws Exception {
        ManagedChannel attacker = channel();
        for (int i = 0; i < calls; i++) {
            expand(attacker, 1000);
        }
        awaitOpen(calls);

        // Every connection has its own event loop; with several, all loops are covered.
        for (int client = 0; client < 4; client++) {
            assertServed();
        }
        assertThat(service.residentMiB()).isLessThan(MOST_MIB);
        attacker.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);

        awaitOpen(0);
        for (int client = 0; client < 4; client++) {
            assertServed();
        }
        assertThat(service.residentMiB()).isLessThan(MOST_MIB);
    }

    @Test
    void calls_that_wait_for_memory_get_every_response_in_order_when_the_client_reads() throws Exception {
        ManagedChannel channel = channel();
        @SuppressWarnings({"unchecked", "rawtypes"})
        RecordingCall<ExpandRequest, ExpandResponse>[] calls = new RecordingCall[40];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = new RecordingCall<>(channel, EchoServiceGrpc.getExpandMethod());
            calls[i].call().sendMessage(request(3));
            calls[i].call().halfClose();
        }
        awaitOpen(calls.length);
        for (RecordingCall<ExpandRequest, ExpandResponse> call : calls) {
            call.call().request(3);
        }
        for (RecordingCall<ExpandRequest, ExpandResponse> call : calls) {
            call.awaitClose();
            assertThat(call.status()).isEqualTo(Status.OK);
            assertThat(call.messages()).extracting(ExpandResponse::getSeq).containsExactly(0L, 1L, 2L);
        }
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    @Test
    void a_server_whose_memory_is_used_up_all_the_same_is_not_ready_and_ends_with_a_code_of_its_own() throws Exception {
        try (ServiceProcess victim =
                ServiceProcess.serve("--response-memory=1024MiB", "--response-memory-per-connection=1024MiB")) {
            ManagedChannel attacker = channel(victim);
            for (int i = 0; i < 1000; i++) {
                expand(attacker, 1000);
            }

            assertThat(victim.exitCode()).isEqualTo(4);
            assertThat(victim.err())
                    .filteredOn(line -> line.contains("the memory of the transport is used up"))
                    .hasSize(1);
            attacker.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    private static void assertServed() throws InterruptedException {
        ManagedChannel channel = channel();
        for (int i = 0; i < 10; i++) {
            RecordingCall<EchoRequest, EchoResponse> call = new RecordingCall<>(
                            channel,
                            EchoServiceGrpc.getEchoMethod(),
                            new Metadata(),
                            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS))
                    .exchange(EchoRequest.newBuilder()
                            .setBehavior(Behavior.newBuilder().setPaddingBytes(i % 2 == 0 ? 0 : PADDING))
                            .build());
            assertThat(call.status()).isEqualTo(Status.OK);
        }
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    private static void expand(ManagedChannel channel, long count) {
        ClientCall<ExpandRequest, ExpandResponse> call =
                channel.newCall(EchoServiceGrpc.getExpandMethod(), CallOptions.DEFAULT);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        call.sendMessage(request(count));
        call.halfClose();
    }

    private static ExpandRequest request(long count) {
        return ExpandRequest.newBuilder()
                .setCount(count)
                .setBehavior(Behavior.newBuilder().setPaddingBytes(PADDING))
                .build();
    }

    private static void awaitOpen(int calls) throws InterruptedException {
        Scrape scrape = new Scrape(service.metricsUrl());
        Eventually.assertThatEventually(
                () -> scrape.sample("yodel_server_calls_open{methodType=\"SERVER_STREAMING\"}"), open -> open == calls);
    }

    private static ManagedChannel channel() throws InterruptedException {
        return channel(service);
    }

    private static ManagedChannel channel(ServiceProcess of) throws InterruptedException {
        return NettyChannelBuilder.forTarget(of.grpcTarget())
                .usePlaintext()
                .flowControlWindow(64 * 1024)
                .maxInboundMessageSize(8 << 20)
                .build();
    }
}
