package dev.yodel.loadtest.live.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.yodel.loadtest.result.RunInfo;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Pushes all metrics of a run to a receiver of OTLP over HTTP, every few seconds and once more at the end. Values are sums since
 * the start of the run, so what a failed push had is in the next one: nothing is queued, and one push is in flight at most.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">the OTLP specification</a>
 */
public final class OtlpPush implements AutoCloseable {

    private static final String PATH = "/v1/metrics";
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Pattern COMMA = Pattern.compile(",");
    private static final int TO_CLIENT_ERROR = 300;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(AT_MOST).build();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "yodel-otlp");
        daemon.setDaemon(true);
        return daemon;
    });
    private final URI url;
    private final Map<String, String> headers;
    private final Supplier<MetricSnapshots> metrics;
    private final OtlpRequest requests;
    private final Consumer<String> problems;
    private long failed;
    private @Nullable String problem;

    private OtlpPush(
            URI url,
            Map<String, String> headers,
            RunInfo info,
            Supplier<MetricSnapshots> metrics,
            Consumer<String> problems) {
        this.url = url;
        this.headers = headers;
        this.metrics = metrics;
        this.problems = problems;
        requests = new OtlpRequest(info, System::currentTimeMillis);
    }

    /**
     * Starts to push.
     *
     * @param receiver the URL of the receiver, without {@code /v1/metrics}
     * @param headers headers of each request, {@code KEY=VALUE,KEY=VALUE}, as in {@code OTEL_EXPORTER_OTLP_HEADERS}; null for
     *     none
     * @param problems receives a line when the first push fails, and one at the end if the last one did
     */
    public static OtlpPush start(
            URI receiver,
            @Nullable String headers,
            RunInfo info,
            Supplier<MetricSnapshots> metrics,
            Consumer<String> problems) {
        OtlpPush push = new OtlpPush(endpoint(receiver), headers(headers), info, metrics, problems);
        var unused = push.thread.scheduleWithFixedDelay(push::push, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return push;
    }

    static URI endpoint(URI receiver) {
        String text = receiver.toString().replaceAll("/+$", "");
        return URI.create(text.endsWith(PATH) ? text : text + PATH);
    }

    static Map<String, String> headers(@Nullable String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (text != null) {
            COMMA.splitAsStream(text).filter(header -> header.indexOf('=') > 0).forEach(header -> {
                int equals = header.indexOf('=');
                headers.put(
                        header.substring(0, equals).strip(),
                        header.substring(equals + 1).strip());
            });
        }
        return headers;
    }

    /** Pushes what the metrics are now, and reports if they could not be delivered. */
    @Override
    public void close() {
        var unused = thread.submit(this::push);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(AT_MOST.toMillis() * 2, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        String last = problem();
        if (last != null) {
            problems.accept("otlp: the final metrics were not delivered: " + last);
        }
    }

    private synchronized @Nullable String problem() {
        return problem;
    }

    private void push() {
        String result = send();
        boolean first;
        synchronized (this) {
            problem = result;
            first = result != null && failed++ == 0;
        }
        if (first) {
            problems.accept("otlp: %s (expected: a receiver of OTLP over HTTP; the run continues)".formatted(result));
        }
    }

    /** Null, or what went wrong. */
    private @Nullable String send() {
        try {
            HttpResponse<byte[]> response = http.send(request(), BodyHandlers.ofByteArray());
            if (response.statusCode() >= TO_CLIENT_ERROR) {
                return "%s: HTTP %d".formatted(url, response.statusCode());
            }
            return rejected(response.body());
        } catch (IOException e) {
            return "%s: %s".formatted(url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return url + ": interrupted";
        } catch (RuntimeException e) {
            return "%s: %s".formatted(url, e); // a task that throws would not be repeated
        }
    }

    private HttpRequest request() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(body)) {
            requests.of(metrics.get()).writeTo(zipped);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(AT_MOST)
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
        headers.forEach(request::header);
        return request.build();
    }

    private @Nullable String rejected(byte[] body) {
        try {
            var partial = ExportMetricsServiceResponse.parseFrom(body).getPartialSuccess();
            return partial.getRejectedDataPoints() == 0
                    ? null
                    : "%s: %d points rejected: %s"
                            .formatted(url, partial.getRejectedDataPoints(), partial.getErrorMessage());
        } catch (InvalidProtocolBufferException e) {
            return null; // a receiver that answers in another form has taken it
        }
    }
}
