package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.settings.ServiceCommand;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ITHealth {

    private YodelServer server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = YodelServer.start(ServiceCommand.parse(
                Map.of(),
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--metrics-port",
                "0",
                "--drain-wait",
                "3s",
                "--grace",
                "5s"));
        channel = ManagedChannelBuilder.forTarget(server.grpcTarget())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yodel.v1.GreetingService",
                "yodel.v1.EchoService",
                "yodel.v1.RoomService",
                "yodel.v1.SequenceService",
                "helloworld.Greeter"
            })
    void every_service_is_serving(String service) throws InterruptedException {
        RecordingCall<HealthCheckRequest, HealthCheckResponse> check =
                new RecordingCall<>(channel, HealthGrpc.getCheckMethod());

        check.exchange(request(service));

        assertThat(check.messages()).extracting(HealthCheckResponse::getStatus).containsExactly(ServingStatus.SERVING);
    }

    @Test
    void a_service_that_is_not_here_is_not_found() throws InterruptedException {
        RecordingCall<HealthCheckRequest, HealthCheckResponse> check =
                new RecordingCall<>(channel, HealthGrpc.getCheckMethod());

        assertThat(check.exchange(request("no.such.Service")).status().getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void watchers_and_probes_hear_of_a_drain_while_the_server_serves_on() throws InterruptedException {
        RecordingCall<HealthCheckRequest, HealthCheckResponse> watch =
                new RecordingCall<>(channel, HealthGrpc.getWatchMethod());
        watch.call().request(10);
        watch.call().sendMessage(request("yodel.v1.EchoService"));
        watch.call().halfClose();
        Eventually.assertThatEventually(() -> watch.messages().size(), size -> size == 1);
        Scrape scrape = new Scrape(server.metricsUrl());

        CompletableFuture<Long> drained = CompletableFuture.supplyAsync(this::drain);

        Eventually.assertThatEventually(() -> watch.messages().size(), size -> size == 2);
        assertThat(watch.messages())
                .extracting(HealthCheckResponse::getStatus)
                .containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
        assertThat(scrape.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(scrape.get("/healthz").statusCode()).isEqualTo(200);
        RecordingCall<HealthCheckRequest, HealthCheckResponse> check =
                new RecordingCall<>(channel, HealthGrpc.getCheckMethod());
        assertThat(check.exchange(request("")).messages())
                .extracting(HealthCheckResponse::getStatus)
                .containsExactly(ServingStatus.NOT_SERVING);

        watch.call().cancel("heard it", null);
        assertThat(drained.join()).isZero();
    }

    private long drain() {
        try {
            return server.drain();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HealthCheckRequest request(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }
}
