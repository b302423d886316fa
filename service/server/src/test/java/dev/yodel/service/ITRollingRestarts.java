package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import io.grpc.ManagedChannel;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers, restarted alternately under load: a client that retries loses no call. */
class ITRollingRestarts {

    /** What gRPC's documentation of retries recommends: a status that says the call may be sent again. */
    private static final Map<String, ?> RETRIES = Map.of(
            "methodConfig",
            List.of(Map.of(
                    "name",
                    List.of(Map.of()),
                    "retryPolicy",
                    Map.of(
                            "maxAttempts",
                            5.0,
                            "initialBackoff",
                            "0.1s",
                            "maxBackoff",
                            "1s",
                            "backoffMultiplier",
                            2.0,
                            "retryableStatusCodes",
                            List.of("UNAVAILABLE")))));

    @Test
    void restarts_fail_no_call() throws InterruptedException {
        restart(2);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void twenty_restarts_fail_no_call() throws InterruptedException {
        restart(20);
    }

    private static void restart(int times) throws InterruptedException {
        List<ServiceProcess> services = new ArrayList<>();
        try {
            services.add(serve(0));
            services.add(serve(0));
            List<String> targets =
                    List.of(services.get(0).grpcTarget(), services.get(1).grpcTarget());
            ManagedChannel channel =
                    FixedBackends.channel(targets).defaultServiceConfig(RETRIES).build();
            SteadyCalls calls = SteadyCalls.on(channel, 8);
            try (calls) {
                for (int restart = 0; restart < times; restart++) {
                    int leaving = restart % 2;
                    calls.await(100);
                    services.get(leaving).terminate();
                    assertThat(services.get(leaving).exitCode()).isZero();
                    assertThat(services.get(leaving).out()).last().asString().matches("yodel drained after=.*cut=0");
                    int port = URI.create("grpc://" + targets.get(leaving)).getPort();
                    services.set(leaving, serve(port));
                    // The other one leaves when the client has this one back.
                    Scrape scrape = new Scrape(services.get(leaving).metricsUrl());
                    Eventually.assertThatEventually(
                            () -> scrape.sample("yodel_server_connections_open "), open -> open == 1);
                    assertThat(calls.failures())
                            .as("after restart %d", restart + 1)
                            .isEmpty();
                }
                calls.await(100);
            }
            assertThat(calls.failures()).isEmpty();
        } finally {
            services.forEach(ServiceProcess::close);
        }
    }

    private static ServiceProcess serve(int port) {
        return ServiceProcess.run("--host=127.0.0.1", "--port=" + port, "--metrics-port=0", "--drain-wait=300ms");
    }
}
