package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that cannot keep up refuses calls at once; it neither refuses health checks nor those who ask for little. */
class ITOverload {

    private static final int AT_ONCE = 300;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve("--overload-delay", "20ms");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodDescriptor.MethodType.class,
            names = {"UNARY", "BIDI_STREAMING"})
    void calls_are_refused_at_once_until_the_overload_is_over(MethodDescriptor.MethodType type) throws Exception {
        ManagedChannel heavy = HeavyRequests.channel(service.grpcTarget());
        ManagedChannel light = channel();
        Overload overload = new Overload(heavy, type);
        overload.start();

        int checks = 0;
        while (overload.refusal.get() == null || checks < 20) {
            assertThat(health(light)).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
            assertThat(echo(light, Behavior.getDefaultInstance()).status()).isEqualTo(Status.OK);
            checks++;
            assertThat(overload.seconds()).as("without a refusal").isLessThan(60);
        }
        overload.stop();
        Status status = Status.fromThrowable(overload.refusal.get());
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("--overload-delay");
        assertThat(retryInfo(overload.refusal.get()).getRetryDelay().getSeconds())
                .isPositive();
        assertThat(new Scrape(service.metricsUrl()).sample("yodel_server_calls_rejected_total{kind=\"overload\""))
                .isPositive();

        // Now nothing is refused, however much of it arrives together.
        Eventually.assertThatEventually(() -> refusedOf(light, 100), refused -> refused == 0);
        heavy.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
        light.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    @Test
    void delays_that_callers_ask_for_are_no_overload() throws Exception {
        ManagedChannel channel = channel();
        Behavior slow = Behavior.newBuilder()
                .setMessageDelay(dev.yodel.v1.Delay.newBuilder()
                        .setFixed(com.google.protobuf.Duration.newBuilder().setSeconds(2)))
                .build();
        List<RecordingCall<EchoRequest, EchoResponse>> calls = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            calls.add(open(channel, slow));
        }
        for (RecordingCall<EchoRequest, EchoResponse> call : calls) {
            assertThat(call.awaitClose().status()).isEqualTo(Status.OK);
        }
        channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    /** Keeps calls open that cost the server much, each followed by another one when it ends. */
    private static final class Overload {

        private final Channel channel;
        private final MethodDescriptor.MethodType type;
        private final long begun = System.nanoTime();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger open = new AtomicInteger();
        final AtomicReference<Throwable> refusal = new AtomicReference<>();

        Overload(Channel channel, MethodDescriptor.MethodType type) {
            this.channel = channel;
            this.type = type;
        }

        void start() {
            for (int i = 0; i < AT_ONCE; i++) {
                call();
            }
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            Eventually.assertThatEventually(open::get, calls -> calls == 0);
        }

        long seconds() {
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        }

        private void call() {
            open.incrementAndGet();
            StreamObserver<com.google.protobuf.Message> end = new StreamObserver<>() {
                @Override
                public void onNext(com.google.protobuf.Message response) {}

                @Override
                public void onError(Throwable error) {
                    if (Status.fromThrowable(error).getCode() == Status.Code.RESOURCE_EXHAUSTED) {
                        refusal.compareAndSet(null, error);
                    }
                    next();
                }

                @Override
                public void onCompleted() {
                    next();
                }
            };
            CallOptions options = CallOptions.DEFAULT.withCompression("gzip");
            send(options, end);
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private void send(CallOptions options, StreamObserver end) {
            if (type == MethodDescriptor.MethodType.UNARY) {
                EchoRequest request =
                        EchoRequest.newBuilder().setMessage("heavy").build();
                ClientCalls.asyncUnaryCall(channel.newCall(EchoServiceGrpc.getEchoMethod(), options), request, end);
            } else {
                dev.yodel.v1.ChatRequest request = dev.yodel.v1.ChatRequest.newBuilder()
                        .setMessage("heavy")
                        .build();
                StreamObserver<dev.yodel.v1.ChatRequest> requests = ClientCalls.asyncBidiStreamingCall(
                        channel.newCall(EchoServiceGrpc.getChatMethod(), options), end);
                requests.onNext(request);
                requests.onCompleted();
            }
        }

        private void next() {
            open.decrementAndGet();
            if (!stopped.get()) {
                call();
            }
        }
    }

    private static RetryInfo retryInfo(Throwable refusal) throws InvalidProtocolBufferException {
        return StatusProto.fromThrowable(refusal).getDetails(0).unpack(RetryInfo.class);
    }

    private static long refusedOf(ManagedChannel channel, int calls) {
        List<RecordingCall<EchoRequest, EchoResponse>> open = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            open.add(open(channel, Behavior.getDefaultInstance()));
        }
        return open.stream()
                .map(call -> {
                    try {
                        return call.awaitClose().status();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .filter(status -> !status.isOk())
                .count();
    }

    private static HealthCheckResponse.ServingStatus health(Channel channel) throws InterruptedException {
        RecordingCall<HealthCheckRequest, HealthCheckResponse> call = new RecordingCall<>(
                        channel, HealthGrpc.getCheckMethod())
                .exchange(HealthCheckRequest.getDefaultInstance());
        assertThat(call.status()).isEqualTo(Status.OK);
        return call.messages().get(0).getStatus();
    }

    private static RecordingCall<EchoRequest, EchoResponse> echo(Channel channel, Behavior behavior)
            throws InterruptedException {
        return open(channel, behavior).awaitClose();
    }

    private static RecordingCall<EchoRequest, EchoResponse> open(Channel channel, Behavior behavior) {
        RecordingCall<EchoRequest, EchoResponse> call =
                new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod(), new Metadata(), CallOptions.DEFAULT);
        call.call().request(2);
        call.call().sendMessage(EchoRequest.newBuilder().setBehavior(behavior).build());
        call.call().halfClose();
        return call;
    }

    private static ManagedChannel channel() throws InterruptedException {
        return NettyChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .build();
    }
}
