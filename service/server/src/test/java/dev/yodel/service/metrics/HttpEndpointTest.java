package dev.yodel.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch stuck = new CountDownLatch(1);

    @Test
    void probes_are_answered_while_scrapes_are_stuck_and_more_scrapes_are_refused() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerMeters meters = new ServerMeters("test", MetricNames.MICROMETER, this::awaitEnd, System::nanoTime);
                HttpEndpoint endpoint = HttpEndpoint.start(address, null, meters, () -> true)) {
            // Two that run and two that wait.
            List<CompletableFuture<HttpResponse<String>>> scrapes = Stream.generate(
                            () -> client.sendAsync(request(endpoint, "/metrics"), BodyHandlers.ofString()))
                    .limit(5)
                    .toList();

            CompletableFuture.anyOf(scrapes.toArray(CompletableFuture[]::new)).join();
            assertThat(get(endpoint, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(endpoint, "/readyz").body()).isEqualTo("ready\n");

            stuck.countDown();
            assertThat(scrapes.stream()
                            .map(scrape -> scrape.join().statusCode())
                            .sorted())
                    .containsExactly(200, 200, 200, 200, 503);
        }
    }

    @Test
    void probes_are_answered_while_clients_stop_in_the_middle_of_their_requests() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<Socket> slow = new ArrayList<>();
        try (ServerMeters meters = new ServerMeters("test", MetricNames.MICROMETER, () -> 0, System::nanoTime);
                HttpEndpoint endpoint = HttpEndpoint.start(address, null, meters, () -> true)) {
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                socket.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(get(endpoint, "/healthz").statusCode()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private long awaitEnd() {
        try {
            stuck.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private HttpResponse<String> get(HttpEndpoint endpoint, String path) throws Exception {
        return client.send(request(endpoint, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(HttpEndpoint endpoint, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + endpoint.port() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }
}
