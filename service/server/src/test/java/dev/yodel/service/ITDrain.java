package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.CollectResponse;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.ExpandResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SIGTERM to a real process under calls. */
class ITDrain {

    @Test
    void no_call_fails_where_another_backend_serves_on() throws InterruptedException {
        try (ServiceProcess leaving = ServiceProcess.serve("--drain-wait", "300ms");
                ServiceProcess staying = ServiceProcess.serve()) {
            ManagedChannel channel = channel(leaving, staying);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger ok = new AtomicInteger();
            ConcurrentLinkedQueue<Status> failures = new ConcurrentLinkedQueue<>();
            List<Thread> callers = Stream.generate(() -> new Thread(() -> {
                        while (!stop.get()) {
                            Status status = echo(channel, 5);
                            if (status.isOk()) {
                                ok.incrementAndGet();
                            } else {
                                failures.add(status);
                            }
                        }
                    }))
                    .limit(8)
                    .toList();
            callers.forEach(Thread::start);
            Eventually.assertThatEventually(ok::get, calls -> calls > 100);

            leaving.terminate();
            assertThat(leaving.exitCode()).isZero();
            int atExit = ok.get();
            Eventually.assertThatEventually(ok::get, calls -> calls > atExit + 100);

            stop.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void a_call_that_is_open_gets_its_answer() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.serve("--drain-wait", "0s", "--grace", "60s")) {
            ManagedChannel channel = channel(service);
            RecordingCall<CollectRequest, CollectResponse> call =
                    new RecordingCall<>(channel, EchoServiceGrpc.getCollectMethod());
            call.call().request(1);
            awaitOpen(service, "CLIENT_STREAMING");

            service.terminate();
            Eventually.assertThatEventually(
                    service::out, lines -> lines.contains("yodel draining open=1 wait=0ms grace=60000ms"));
            call.call().sendMessage(CollectRequest.getDefaultInstance());
            call.call().halfClose();

            assertThat(call.awaitClose().status()).isEqualTo(Status.OK);
            assertThat(call.messages()).hasSize(1);
            assertThat(service.exitCode()).isZero();
            channel.shutdownNow();
        }
    }

    @Test
    void a_call_that_outlasts_the_grace_ends_with_unavailable_and_is_counted() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.serve("--drain-wait", "0s", "--grace", "500ms")) {
            ManagedChannel channel = channel(service);
            RecordingCall<ExpandRequest, ExpandResponse> call =
                    new RecordingCall<>(channel, EchoServiceGrpc.getExpandMethod());
            call.call().request(1000);
            call.call()
                    .sendMessage(ExpandRequest.newBuilder()
                            .setCount(1000)
                            .setInterval(Duration.newBuilder().setNanos(100_000_000))
                            .build());
            call.call().halfClose();
            awaitOpen(service, "SERVER_STREAMING");

            service.terminate();

            // A status that clients retry.
            assertThat(call.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(service.exitCode()).isZero();
            assertThat(service.out()).hasSize(2).contains("yodel draining open=1 wait=0ms grace=500ms");
            assertThat(service.out().get(1)).matches("yodel drained incompletely after=\\d+ms cut=1");
            channel.shutdownNow();
        }
    }

    @Test
    void health_watches_and_reflection_streams_end_at_goaway_and_hold_nothing_up() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.serve("--drain-wait", "0s", "--grace", "1h")) {
            ManagedChannel channel = channel(service);
            RecordingCall<HealthCheckRequest, HealthCheckResponse> watch =
                    new RecordingCall<>(channel, HealthGrpc.getWatchMethod());
            watch.call().request(10);
            watch.call().sendMessage(HealthCheckRequest.getDefaultInstance());
            watch.call().halfClose();
            RecordingCall<ServerReflectionRequest, ServerReflectionResponse> reflection =
                    new RecordingCall<>(channel, ServerReflectionGrpc.getServerReflectionInfoMethod());
            reflection.call().request(10);
            reflection
                    .call()
                    .sendMessage(ServerReflectionRequest.newBuilder()
                            .setListServices("")
                            .build());
            Eventually.assertThatEventually(() -> reflection.messages().size(), size -> size == 1);

            service.terminate();

            assertThat(watch.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(reflection.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(service.exitCode()).isZero();
            assertThat(service.out().get(1)).matches("yodel drained after=\\d+ms cut=0");
            channel.shutdownNow();
        }
    }

    @Test
    void a_second_signal_stops_at_once() throws InterruptedException {
        try (ServiceProcess service = ServiceProcess.serve("--drain-wait", "0s", "--grace", "1h")) {
            ManagedChannel channel = channel(service);
            RecordingCall<CollectRequest, CollectResponse> call =
                    new RecordingCall<>(channel, EchoServiceGrpc.getCollectMethod());
            awaitOpen(service, "CLIENT_STREAMING");
            service.terminate();
            Eventually.assertThatEventually(service::out, lines -> !lines.isEmpty());

            // The signal may come before its handler is installed.
            Eventually.assertThatEventually(
                    () -> {
                        service.terminate();
                        return service.isRunning();
                    },
                    running -> !running);

            assertThat(service.exitCode()).isEqualTo(3);
            assertThat(service.out().get(1)).matches("yodel stopped at once by a second signal after=\\d+ms cut=1");
            assertThat(call.awaitClose().status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            channel.shutdownNow();
        }
    }

    private static void awaitOpen(ServiceProcess service, String type) throws InterruptedException {
        Scrape scrape = new Scrape(service.metricsUrl());
        Eventually.assertThatEventually(
                () -> scrape.sample("yodel_server_calls_open{methodType=\"" + type + "\"}"), open -> open == 1);
    }

    private static Status echo(ManagedChannel channel, int delayMillis) {
        try {
            return new RecordingCall<>(
                            channel,
                            EchoServiceGrpc.getEchoMethod(),
                            new Metadata(),
                            CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(60, TimeUnit.SECONDS))
                    .exchange(late(delayMillis))
                    .status();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EchoRequest late(int millis) {
        return EchoRequest.newBuilder()
                .setBehavior(Behavior.newBuilder()
                        .setMessageDelay(Delay.newBuilder()
                                .setFixed(Duration.newBuilder()
                                        .setSeconds(millis / 1000)
                                        .setNanos(millis % 1000 * 1_000_000))))
                .build();
    }

    private static ManagedChannel channel(ServiceProcess... services) throws InterruptedException {
        List<String> targets = new ArrayList<>();
        for (ServiceProcess service : services) {
            targets.add(service.grpcTarget());
        }
        return FixedBackends.channel(targets).build();
    }
}
