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
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that hold all memory for responses and read nothing, but answer pings, lose it to clients that wait for it. */
class ITStalledReaders {

    private static final int PADDING = 1 << 20;

    /** Each may hold 16 MiB, and the server 48 MiB. */
    private static final int ATTACKERS = 4;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve("--stalled-response-timeout", "1s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** A unary call has ended for the server when its response is handed to the transport; a stream has not. */
    @Test
    void memory_that_unread_responses_hold_returns_to_those_that_wait() throws Exception {
        List<ManagedChannel> channels = new ArrayList<>();
        List<RecordingCall<?, ?>> unread = new ArrayList<>();
        for (int attacker = 0; attacker < ATTACKERS; attacker++) {
            ManagedChannel channel = channel();
            channels.add(channel);
            for (int i = 0; i < 15; i++) {
                unread.add(i % 2 == 0 ? unreadEcho(channel) : unreadExpand(channel));
            }
        }
        Scrape scrape = new Scrape(service.metricsUrl());
        Eventually.assertThatEventually(() -> scrape.sample("yodel_server_calls_open"), open -> open == unread.size());
        ManagedChannel other = channel();
        channels.add(other);
        RecordingCall<EchoRequest, EchoResponse> waiting = new RecordingCall<>(
                        other,
                        EchoServiceGrpc.getEchoMethod(),
                        new Metadata(),
                        CallOptions.DEFAULT.withDeadlineAfter(25, TimeUnit.SECONDS))
                .exchange(echo());
        assertThat(waiting.status()).isEqualTo(Status.OK);

        // A client of grpc-java learns of the end of its call when it reads.
        Set<Status.Code> ends = EnumSet.noneOf(Status.Code.class);
        unread.forEach(call -> call.call().request(1000));
        for (RecordingCall<?, ?> call : unread) {
            ends.add(call.awaitClose().status().getCode());
        }
        assertThat(ends)
                .contains(Status.Code.RESOURCE_EXHAUSTED)
                .isSubsetOf(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
        assertThat(scrape.sample("yodel_server_calls_rejected_total{kind=\"stalled-response\""))
                .isPositive();
        for (ManagedChannel channel : channels) {
            channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    private static RecordingCall<?, ?> unreadEcho(ManagedChannel channel) {
        RecordingCall<EchoRequest, EchoResponse> call = new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod());
        call.call().sendMessage(echo());
        call.call().halfClose();
        return call;
    }

    private static RecordingCall<?, ?> unreadExpand(ManagedChannel channel) {
        RecordingCall<ExpandRequest, ExpandResponse> call =
                new RecordingCall<>(channel, EchoServiceGrpc.getExpandMethod());
        call.call()
                .sendMessage(ExpandRequest.newBuilder()
                        .setCount(3)
                        .setBehavior(padding())
                        .build());
        call.call().halfClose();
        return call;
    }

    private static EchoRequest echo() {
        return EchoRequest.newBuilder().setBehavior(padding()).build();
    }

    private static Behavior padding() {
        return Behavior.newBuilder().setPaddingBytes(PADDING).build();
    }

    private static ManagedChannel channel() throws InterruptedException {
        return NettyChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .flowControlWindow(64 * 1024)
                .maxInboundMessageSize(8 << 20)
                .build();
    }
}
