package dev.yodel.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final String PROBE = "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n";

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch stuck = new CountDownLatch(1);

    @Test
    void probes_are_answered_while_scrapes_are_stuck_and_more_scrapes_are_refused() throws Exception {
        try (ServerMeters meters = new ServerMeters("test", MetricNames.MICROMETER, this::awaitEnd, System::nanoTime);
                HttpEndpoint endpoint = HttpEndpoint.start(ANY, null, meters, () -> true)) {
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
    void probes_are_answered_while_more_clients_than_it_has_room_for_stop_in_the_middle_of_their_requests()
            throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (ServerMeters meters = new ServerMeters("test", MetricNames.MICROMETER, () -> 0, System::nanoTime);
                HttpEndpoint endpoint = HttpEndpoint.start(ANY, null, meters, () -> true)) {
            for (int i = 0; i < 10 * HttpEndpoint.MAX_CONNECTIONS; i++) {
                slow.add(send(endpoint, "GET /met"));
                if (i % 20 == 0) {
                    // Each on a connection of its own.
                    assertThat(answer(send(endpoint, "GET /healthz HTTP/1.0\r\n\r\n")))
                            .startsWith("HTTP/1.1 200");
                }
            }
            // The quiet ones had to leave.
            assertThat(slow.get(0).getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void the_connection_that_leaves_is_the_one_that_has_been_quiet_for_longest() throws Exception {
        try (ServerMeters meters = new ServerMeters("test", MetricNames.MICROMETER, () -> 0, System::nanoTime);
                HttpEndpoint endpoint = HttpEndpoint.start(ANY, null, meters, () -> true);
                Socket first = send(endpoint, PROBE)) {
            awaitOk(first);
            List<Socket> others = new ArrayList<>();
            for (int i = 2; i < HttpEndpoint.MAX_CONNECTIONS; i++) {
                others.add(send(endpoint, "GET /met"));
            }
            // Connections are accepted in order: when this one is answered, all are there.
            others.add(send(endpoint, PROBE));
            awaitOk(others.get(others.size() - 1));

            first.getOutputStream().write(PROBE.getBytes(StandardCharsets.US_ASCII));
            awaitOk(first);
            others.add(send(endpoint, PROBE));

            assertThat(others.get(0).getInputStream().read()).isEqualTo(-1);
            first.getOutputStream().write(PROBE.getBytes(StandardCharsets.US_ASCII));
            awaitOk(first);
            for (Socket socket : others) {
                socket.close();
            }
        }
    }

    @Test
    void requests_that_arrive_together_are_answered_in_order() throws Exception {
        try (ServerMeters meters = new ServerMeters("test", MetricNames.MICROMETER, () -> 0, System::nanoTime);
                HttpEndpoint endpoint = HttpEndpoint.start(ANY, null, meters, () -> false)) {
            String answers = answer(send(
                    endpoint,
                    "GET /metrics?x=y HTTP/1.1\r\nhost: a\r\n\r\n"
                            + "HEAD /healthz HTTP/1.1\r\nhost: a\r\n\r\n"
                            + "GET /readyz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"));

            assertThat(answers).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nnot ready\n");
            assertThat(answers.indexOf("# EOF")).isNegative();
            assertThat(answers.indexOf("yodel_build_info")).isPositive().isLessThan(answers.indexOf("HTTP/1.1 503"));
            assertThat(answers).doesNotContain("ok\n");
        }
    }

    @Test
    void what_is_no_request_is_refused() throws Exception {
        try (ServerMeters meters = new ServerMeters("test", MetricNames.MICROMETER, () -> 0, System::nanoTime);
                HttpEndpoint endpoint = HttpEndpoint.start(ANY, null, meters, () -> true)) {
            assertThat(answer(send(endpoint, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")))
                    .startsWith("HTTP/1.1 4");
            assertThat(answer(send(endpoint, "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\n\r\n")))
                    .startsWith("HTTP/1.1 400");
        }
    }

    private static Socket send(HttpEndpoint endpoint, String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads to the end of the response to a {@link #PROBE}, after which the connection is kept. */
    private static void awaitOk(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\nok\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(answer.toString()).isNotNegative();
            answer.append((char) next);
        }
    }

    /** All that is answered until the server closes the connection. */
    private static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
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
