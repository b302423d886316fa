package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.NeedsProgram;
import dev.yodel.service.testing.ServiceProcess;
import io.grpc.ManagedChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that vanishes behind a partition, in which every packet is lost: neither side hears of it from the network. */
@NeedsProgram({"ip", "iptables", "grpcurl"})
class ITPartition {

    private static final int DEADLINE_EXCEEDED = 64 + 4;

    private static NetworkNamespace space;
    private static ServiceProcess service;
    private static SteadyCalls healthy;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        space = openOrSkip();
        service = ServiceProcess.run(
                Map.of(),
                "--host=" + space.outside(),
                "--port=0",
                "--metrics-port=0",
                "--keep-alive-time=1s",
                "--keep-alive-timeout=1s");
        healthy = SteadyCalls.on(
                ManagedChannelBuilder.forTarget(service.grpcTarget())
                        .usePlaintext()
                        .build(),
                2);
        healthy.await(10);
    }

    @AfterAll
    static void stop() throws IOException {
        if (healthy != null) {
            healthy.close();
        }
        if (service != null) {
            service.close();
        }
        if (space != null) {
            space.close();
        }
    }

    @Test
    void the_server_reaps_it_by_keep_alive_and_its_own_deadline_ends_its_call() throws Exception {
        Scrape scrape = new Scrape(service.metricsUrl());
        Process vanishing = chat("10");
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(vanishing.getInputStream(), StandardCharsets.UTF_8))) {
            send(vanishing);
            assertThat(answers.readLine()).isEqualTo("{");
            assertThat(connections(scrape)).isEqualTo(2);

            space.cut();
            // grpcurl looks at its deadline when its input has ended.
            vanishing.getOutputStream().close();

            Eventually.assertThatEventually(() -> connections(scrape), open -> open == 1);
            assertThat(vanishing.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(vanishing.exitValue()).isEqualTo(DEADLINE_EXCEEDED);
        } finally {
            vanishing.destroyForcibly();
        }
        healthy.await(20);
        assertThat(healthy.failures()).isEmpty();

        space.mend();
        Process back = chat("60");
        send(back);
        back.getOutputStream().close();
        assertThat(new String(back.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"message\": \"are you there?\"");
        assertThat(back.waitFor()).isZero();
    }

    private static Process chat(String seconds) throws IOException, InterruptedException {
        return space.start(
                "grpcurl",
                "-plaintext",
                "-max-time",
                seconds,
                "-d",
                "@",
                service.grpcTarget(),
                "yodel.v1.EchoService/Chat");
    }

    private static void send(Process grpcurl) throws IOException {
        grpcurl.getOutputStream().write("{\"message\": \"are you there?\"}\n".getBytes(StandardCharsets.UTF_8));
        grpcurl.getOutputStream().flush();
    }

    private static double connections(Scrape scrape) {
        return scrape.sample("yodel_server_connections_open ");
    }

    private static NetworkNamespace openOrSkip() throws IOException, InterruptedException {
        try {
            return NetworkNamespace.open();
        } catch (IOException e) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IOException("no network namespace (expected: one, because CI=true)", e);
            }
            System.out.println("SKIPPED, no network namespace: " + e.getMessage());
            return Assumptions.abort(e.getMessage());
        }
    }
}
