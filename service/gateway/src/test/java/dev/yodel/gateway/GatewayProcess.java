package dev.yodel.gateway;

import dev.yodel.service.testing.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with its gateway, as a process, for all tests of a class; and an HTTP client. */
final class GatewayProcess implements BeforeAllCallback, AfterAllCallback {

    private final List<String> flags = new ArrayList<>(List.of("--http-port", "0"));
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private ServiceProcess service;

    GatewayProcess(String... flags) {
        this.flags.addAll(List.of(flags));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        service = ServiceProcess.serve(flags.toArray(String[]::new));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        service.close();
    }

    ServiceProcess service() {
        return service;
    }

    HttpClient client() {
        return client;
    }

    URI uri(String path) throws InterruptedException {
        return URI.create(service.gatewayUrl() + path);
    }

    /** The answer to GET, with headers as names and values in turn. */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).build());
    }

    /** The answer to POST of a body of a type. */
    HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request(path, headers)
                .header("content-type", type)
                .version(Version.HTTP_1_1) // Java's client does not read a response before it has sent its body by
                // HTTP/2.
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> json(String path, String body, String... headers) throws IOException, InterruptedException {
        return post(path, "application/json", body, headers);
    }

    HttpRequest.Builder request(String path, String... headers) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** The sum of the values of the server's metrics whose lines begin so. */
    long metric(String series) throws IOException, InterruptedException {
        String metrics = send(HttpRequest.newBuilder(URI.create(service.metricsUrl() + "/metrics"))
                        .build())
                .body();
        return (long) metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Waits until the server has so many open calls; fails after 30 s. */
    void awaitOpenCalls(long expected) throws IOException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        for (long open = -1; open != expected; open = metric("yodel_server_calls_open")) {
            if (System.nanoTime() > end) {
                throw new AssertionError(open + " open calls after 30 s (expected: " + expected + ")");
            }
            Thread.sleep(20);
        }
    }
}
