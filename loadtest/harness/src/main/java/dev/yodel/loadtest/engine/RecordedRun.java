package dev.yodel.loadtest.engine;

import dev.yodel.loadtest.live.HealthMetrics;
import dev.yodel.loadtest.live.LiveMetrics;
import dev.yodel.loadtest.live.LivePort;
import dev.yodel.loadtest.live.MetricsEndpoint;
import dev.yodel.loadtest.live.otlp.OtlpPush;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.hlog.HistogramLog;
import dev.yodel.loadtest.report.html.HtmlReport;
import dev.yodel.loadtest.report.json.ResultJson;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.run.CallCounters;
import dev.yodel.loadtest.run.LoadRun;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run with everything that records it: its metrics for Prometheus, its histogram log, its result folder. */
public final class RecordedRun implements AutoCloseable {

    /** The default scrape interval of Prometheus. */
    private static final Duration LINGER = Duration.ofSeconds(15);

    /** As in the specification of OpenTelemetry. */
    private static final String OTLP_HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

    private final LoadRun run;
    private final RunInfo info;
    private final ResultFolder folder;
    private final HistogramLog log;
    private final @Nullable MetricsEndpoint endpoint;
    private @Nullable OtlpPush push;

    private RecordedRun(
            LoadRun run, RunInfo info, ResultFolder folder, HistogramLog log, @Nullable MetricsEndpoint endpoint) {
        this.run = run;
        this.info = info;
        this.folder = folder;
        this.log = log;
        this.endpoint = endpoint;
    }

    /**
     * A run that has not started.
     *
     * @param goals what is expected of it
     * @param livePort the port of its metrics for Prometheus; null for no metrics
     * @param readers further readers of its intervals
     * @throws RunFailedException if the port is taken, or the folder is not writable
     */
    public static RecordedRun open(
            LoadPlan plan,
            RunInfo info,
            Goals goals,
            ResultFolder folder,
            @Nullable LivePort livePort,
            List<IntervalReader> readers)
            throws RunFailedException {
        CallCounters calls = new CallCounters();
        LiveMetrics metrics = new LiveMetrics(info, plan, calls);
        try {
            folder.forget();
            HistogramLog log = HistogramLog.create(folder.latencies(), info);
            MetricsEndpoint endpoint = endpoint(livePort, metrics, log);
            List<IntervalReader> all = new ArrayList<>(List.of(metrics, log));
            all.addAll(readers);
            LoadRun run = new LoadRun(plan, info, goals, calls, all);
            metrics.follow(run::phase);
            if (endpoint != null) {
                endpoint.add(new HealthMetrics(run));
            }
            return new RecordedRun(run, info, folder, log, endpoint);
        } catch (IOException e) {
            throw RunFailedException.failed(FileErrorText.of(e));
        }
    }

    private static @Nullable MetricsEndpoint endpoint(@Nullable LivePort port, LiveMetrics metrics, HistogramLog log)
            throws IOException {
        try {
            return port == null ? null : MetricsEndpoint.open(port, metrics);
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    public LoadRun run() {
        return run;
    }

    /** Where it writes. */
    public ResultFolder folder() {
        return folder;
    }

    /** The URL of its metrics; null if it has none. */
    public @Nullable String metricsUrl() {
        return endpoint == null ? null : "http://127.0.0.1:%d/metrics".formatted(endpoint.port());
    }

    /**
     * Serves the report while the run is running.
     *
     * @return its URL; null if the run has no endpoint
     */
    public @Nullable String serveReport() {
        MetricsEndpoint server = endpoint;
        if (server == null) {
            return null;
        }
        server.serve(path -> HtmlReport.live(ResultJson.text(run.soFar()), path), this::figures);
        return "http://127.0.0.1:%d/".formatted(server.port());
    }

    /**
     * Pushes the metrics of the run as well, until it is closed.
     *
     * @param receiver a receiver of OTLP over HTTP
     * @param problems receives a line for what is not delivered
     */
    public void push(URI receiver, Consumer<String> problems) {
        MetricsEndpoint metrics = endpoint;
        if (metrics != null) {
            push = OtlpPush.start(receiver, System.getenv(OTLP_HEADERS), info, metrics::snapshots, problems);
        }
    }

    private String figures() {
        boolean running = !run.finished();
        String phase = run.phase().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return String.format(
                Locale.ROOT,
                "{\"running\": %s, \"phase\": \"%s\", \"left\": %.1f, \"result\": %s}",
                running,
                phase.equals("window") ? "measuring" : phase.equals("drain") ? "ending" : phase,
                run.plan().duration() == null ? 0 : run.left().toNanos() / 1e9,
                ResultJson.text(run.soFar()));
    }

    /**
     * Finishes the run if necessary and writes its result.
     *
     * @throws RunFailedException if it could not be written completely
     */
    public void write() throws RunFailedException {
        JudgedResult judged = run.finish();
        log.complete(judged.result());
        boolean logged = log.complete();
        log.close();
        try {
            if (!logged) {
                folder.forgetLatencies(); // first, as it makes room for the result
            }
            folder.write(judged);
        } catch (IOException e) {
            throw RunFailedException.failed("results: " + FileErrorText.of(folder.result(), e));
        }
        if (!logged) {
            throw RunFailedException.failed(
                    "results: %s: removed because it was incomplete (expected: a complete log; is the disk full?)"
                            .formatted(folder.latencies()));
        }
    }

    /**
     * Keeps the metrics of the run that has ended until they were scraped once, so that they have the calls that ended with it.
     *
     * @param asked how long to wait; null for a default where something scrapes
     * @param waiting receives the time before a wait
     */
    public void linger(@Nullable Duration asked, Consumer<Duration> waiting) {
        MetricsEndpoint metrics = endpoint;
        if (metrics == null) {
            return;
        }
        Duration atMost = asked == null && metrics.isVisited() ? LINGER : asked;
        if (atMost != null && !atMost.isZero()) {
            waiting.accept(atMost);
            metrics.awaitVisits(atMost);
        }
        metrics.close();
    }

    /** Pushes once more, and closes the log; the metrics stay until {@link #linger} or the end of the process. */
    @Override
    public void close() {
        if (push != null) {
            push.close();
        }
        log.close();
    }
}
