package dev.yodel.loadtest.run;

import dev.yodel.loadtest.live.CallCounts;
import dev.yodel.loadtest.live.LiveMetrics;
import dev.yodel.loadtest.live.MetricsEndpoint;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.hlog.HistogramLog;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run together with what is kept of it: its metrics for Prometheus, its histogram log, its result. */
public final class RecordedRun implements AutoCloseable {

    private final LoadRun run;
    private final ResultFolder folder;
    private final HistogramLog log;
    private final @Nullable MetricsEndpoint endpoint;

    private RecordedRun(LoadRun run, ResultFolder folder, HistogramLog log, @Nullable MetricsEndpoint endpoint) {
        this.run = run;
        this.folder = folder;
        this.log = log;
        this.endpoint = endpoint;
    }

    /**
     * A run that has not started.
     *
     * @param livePort where Prometheus finds its metrics, 0 being any free port; null if nowhere
     * @param readers who else is told how it goes on
     * @throws IOException if the port is taken, or the folder cannot be written to
     */
    public static RecordedRun open(
            LoadPlan plan, String runId, ResultFolder folder, @Nullable Integer livePort, List<IntervalReader> readers)
            throws IOException {
        folder.forget();
        CallCounts calls = new CallCounts();
        LiveMetrics metrics = new LiveMetrics(Version.current(), plan, calls);
        HistogramLog log = HistogramLog.create(folder.latencies());
        MetricsEndpoint endpoint;
        try {
            endpoint = livePort == null ? null : MetricsEndpoint.open(livePort, metrics);
        } catch (IOException e) {
            log.close();
            throw e;
        }
        List<IntervalReader> all = new ArrayList<>(List.of(metrics, log));
        all.addAll(readers);
        return new RecordedRun(new LoadRun(plan, runId, calls, all), folder, log, endpoint);
    }

    public LoadRun run() {
        return run;
    }

    public ResultFolder folder() {
        return folder;
    }

    /** Where Prometheus finds the metrics; null if nowhere. */
    public @Nullable String metricsUrl() {
        return endpoint == null ? null : "http://127.0.0.1:%d/metrics".formatted(endpoint.port());
    }

    /**
     * Writes what the run measured, which has finished.
     *
     * @throws IOException if not all of it could be written
     */
    public void write() throws IOException {
        boolean logged = log.complete();
        close();
        folder.write(run.finish());
        if (!logged) {
            throw new IOException("%s: incomplete (expected: all of it written)".formatted(folder.latencies()));
        }
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
        log.close();
    }
}
