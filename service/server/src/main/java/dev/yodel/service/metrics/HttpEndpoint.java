package dev.yodel.service.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * The HTTP port for those who run the server: {@code /metrics} in the format that the Accept header asks for,
 * {@code /healthz} (the process answers) and {@code /readyz} (it wants calls).
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";
    private static final String OPEN_METRICS = OPEN_METRICS_TYPE + "; version=1.0.0; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final ServerMeters meters;
    private final BooleanSupplier ready;
    private final HttpServer server;
    private final ExecutorService threads;

    private HttpEndpoint(HttpServer server, ServerMeters meters, BooleanSupplier ready) {
        this.server = server;
        this.meters = meters;
        this.ready = ready;
        // Two: a probe is answered while a scrape is under way.
        threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "yodel-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts to listen.
     *
     * @param ready whether the server wants calls
     * @throws IOException if the address cannot be listened on
     */
    public static HttpEndpoint start(InetSocketAddress address, ServerMeters meters, BooleanSupplier ready)
            throws IOException {
        boundSlowClients("sun.net.httpserver.maxReqTime", 10);
        boundSlowClients("sun.net.httpserver.maxRspTime", 30);
        HttpEndpoint endpoint = new HttpEndpoint(HttpServer.create(address, 0), meters, ready);
        endpoint.server.start();
        return endpoint;
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Without these, two clients that stop in the middle would hold both threads for ever. In seconds. */
    private static void boundSlowClients(String property, int seconds) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(seconds));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, 405, method + " (expected: GET)");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> answerMetrics(exchange);
                case "/healthz" -> answer(exchange, 200, "ok");
                case "/readyz" ->
                    answer(exchange, ready.getAsBoolean() ? 200 : 503, ready.getAsBoolean() ? "ready" : "not ready");
                default -> answer(exchange, 404, "not found (expected: /metrics, /healthz or /readyz)");
            }
        }
    }

    private void answerMetrics(HttpExchange exchange) throws IOException {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        String format = accept != null && accept.contains(OPEN_METRICS_TYPE) ? OPEN_METRICS : PROMETHEUS;
        ByteArrayOutputStream body = new ByteArrayOutputStream(64 * 1024);
        meters.write(format, body);
        answer(exchange, 200, format, body.toByteArray());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        answer(exchange, status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
