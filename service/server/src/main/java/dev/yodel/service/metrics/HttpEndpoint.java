package dev.yodel.service.metrics;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port for operators: {@code /metrics} in the format that the Accept header asks for, {@code /healthz} (the
 * process responds) and {@code /readyz} (it is ready for calls). Scrapes have threads of their own, so probes are
 * answered while scrapes are stuck; all threads and queues are bounded.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";
    private static final String OPEN_METRICS = OPEN_METRICS_TYPE + "; version=1.0.0; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final ServerMeters meters;
    private final BooleanSupplier ready;
    private final HttpServer server;

    /** The JDK's server reads a request on these threads: with few of them, few slow clients would hold up the probes. */
    private final ThreadPoolExecutor requests = pool("yodel-http", 64, new SynchronousQueue<>());

    private final ThreadPoolExecutor scrapes = pool("yodel-scrape", 2, new ArrayBlockingQueue<>(2));

    private HttpEndpoint(HttpServer server, ServerMeters meters, BooleanSupplier ready) {
        this.server = server;
        this.meters = meters;
        this.ready = ready;
        server.setExecutor(requests);
        server.createContext("/", this::handle);
    }

    /**
     * Starts listening.
     *
     * @param https for TLS; null for plain HTTP
     * @param ready whether the server is ready for calls
     * @throws IOException if the address cannot be listened on
     */
    public static HttpEndpoint start(
            InetSocketAddress address, @Nullable HttpsConfigurator https, ServerMeters meters, BooleanSupplier ready)
            throws IOException {
        // In seconds. Without them, a client that stops in the middle of a request would hold its thread forever.
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "30");
        HttpEndpoint endpoint = new HttpEndpoint(server(address, https), meters, ready);
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
        requests.shutdownNow();
        scrapes.shutdownNow();
    }

    private static HttpServer server(InetSocketAddress address, @Nullable HttpsConfigurator https) throws IOException {
        if (https == null) {
            return HttpServer.create(address, 0);
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(https);
        return server;
    }

    private static ThreadPoolExecutor pool(String name, int threads, BlockingQueue<Runnable> queue) {
        ThreadFactory factory =
                new ThreadFactoryBuilder().setNameFormat(name).setDaemon(true).build();
        return new ThreadPoolExecutor(2, threads, 10, TimeUnit.SECONDS, queue, factory);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            respond(exchange, 405, method + " (expected: GET)");
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> scheduleScrape(exchange);
            case "/healthz" -> respond(exchange, 200, "ok");
            case "/readyz" ->
                respond(exchange, ready.getAsBoolean() ? 200 : 503, ready.getAsBoolean() ? "ready" : "not ready");
            default -> respond(exchange, 404, "not found (expected: /metrics, /healthz or /readyz)");
        }
    }

    private void scheduleScrape(HttpExchange exchange) throws IOException {
        try {
            scrapes.execute(() -> scrape(exchange));
        } catch (RejectedExecutionException e) {
            respond(exchange, 503, "too many scrapes at once");
        }
    }

    private void scrape(HttpExchange exchange) {
        try (exchange) {
            String accept = exchange.getRequestHeaders().getFirst("Accept");
            String format = accept != null && accept.contains(OPEN_METRICS_TYPE) ? OPEN_METRICS : PROMETHEUS;
            ByteArrayOutputStream body = new ByteArrayOutputStream(64 * 1024);
            meters.write(format, body);
            respond(exchange, 200, format, body.toByteArray());
        } catch (IOException | RuntimeException e) {
            LOG.debug("scrape failed", e);
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        respond(exchange, status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
