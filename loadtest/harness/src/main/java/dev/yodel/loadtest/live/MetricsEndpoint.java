package dev.yodel.loadtest.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the load generator over HTTP on loopback: {@code GET /metrics} serves those of the run, the JVM and the
 * process, in the exposition format that the client accepts. Protobuf, which Prometheus asks for where native histograms are
 * switched on, has those as well.
 */
public final class MetricsEndpoint implements AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PrometheusMeterRegistry natives = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final ExecutorService thread;
    private final HttpServer server;
    private final Visits scrapes = new Visits();
    private final Visits views = new Visits();

    private MetricsEndpoint(HttpServer server) {
        this.server = server;
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, "yodel-metrics");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /**
     * Opens an endpoint.
     *
     * @param port the port to listen on
     * @throws IOException if the port is taken
     */
    public static MetricsEndpoint open(LivePort port, LiveMetrics metrics) throws IOException {
        MetricsEndpoint endpoint = new MetricsEndpoint(listen(port));
        endpoint.start(metrics);
        return endpoint;
    }

    private static HttpServer listen(LivePort port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()), 0);
        } catch (IOException e) {
            if (port.orAny()) {
                return listen(LivePort.ANY);
            }
            throw new IOException("metrics port %d: %s".formatted(port.number(), e.getMessage()), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Adds metrics. */
    public void add(MultiCollector metrics) {
        registry.getPrometheusRegistry().register(metrics);
    }

    /** All that a scrape with native histograms has. */
    public MetricSnapshots snapshots() {
        return new MetricSnapshots(Stream.of(registry, natives)
                .flatMap(each -> each.getPrometheusRegistry().scrape().stream())
                .toList());
    }

    /**
     * Serves a page at {@code /} as well, with figures that it reads again and again.
     *
     * @param page makes the page, given the path of the figures
     * @param figures makes the figures, in JSON
     */
    public void serve(UnaryOperator<String> page, Supplier<String> figures) {
        server.createContext("/", new LivePage(() -> page.apply(LivePage.FIGURES), figures, views));
    }

    /** Whether anything reads it. */
    public boolean isVisited() {
        return scrapes.any() || views.any();
    }

    /** Waits until metrics and page, where they are read, are read once more, at most so long. */
    public void awaitVisits(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        if (scrapes.any() || !views.any()) {
            var unused = scrapes.awaitNext(atMost);
        }
        if (views.any()) {
            var unused = views.awaitNext(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
        gc.close();
        registry.close();
        natives.close();
    }

    private void start(LiveMetrics metrics) {
        add(metrics);
        natives.getPrometheusRegistry().register(metrics.nativeHistograms());
        List<MeterBinder> binders = List.of(
                gc,
                new JvmMemoryMetrics(),
                new JvmThreadMetrics(),
                new ProcessorMetrics(),
                new FileDescriptorMetrics(),
                new UptimeMetrics());
        binders.forEach(binder -> binder.bindTo(registry));
        server.createContext("/metrics", this::scrape);
        server.setExecutor(thread);
        server.start();
    }

    private void scrape(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Runnable read = scrapes.begin();
            String format = format(exchange.getRequestHeaders().getFirst("Accept"));
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            registry.scrape(body, format);
            if (format.equals(PROTOBUF)) {
                natives.scrape(body, format); // a message for each metric, one after the other
            }
            exchange.getResponseHeaders().set("Content-Type", format);
            exchange.sendResponseHeaders(200, body.size());
            body.writeTo(exchange.getResponseBody());
            read.run();
        }
    }

    private static String format(@Nullable String accept) {
        if (accept == null) {
            return TEXT;
        }
        if (accept.contains("application/vnd.google.protobuf")
                && accept.contains("io.prometheus.client.MetricFamily")) {
            return PROTOBUF;
        }
        return accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }
}
