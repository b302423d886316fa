package dev.yodel.loadtest.report.hlog;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.Latencies;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Window;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * The latencies of a run as a standard HdrHistogram interval log: per second, request name and latency one line tagged
 * {@code name.latency}, values in nanoseconds. It holds only what was due in the measured window: its sum is the result.
 * At its end are the same values by stage of a profile, {@code name/stage-2.latency}, and the times to connect of the whole run,
 * {@code address.connectTime}. Not thread-safe.
 */
public final class HistogramLog implements IntervalReader, AutoCloseable {

    private final RunInfo info;
    private final PrintStream out;
    private final HistogramLogWriter writer;
    private boolean begun;

    private HistogramLog(RunInfo info, PrintStream out) {
        this.info = info;
        this.out = out;
        writer = new HistogramLogWriter(out);
    }

    /**
     * A new log in that file.
     *
     * @param info what the run is called, which comments in the log say
     */
    public static HistogramLog create(Path file, RunInfo info) throws IOException {
        return new HistogramLog(info, new PrintStream(Files.newOutputStream(file), false, StandardCharsets.US_ASCII));
    }

    @Override
    public void read(Interval interval) {
        if (!begun) {
            begun = true;
            begin(interval.started());
        }
        for (RequestStats stats : interval.counted()) {
            write(interval, stats.name(), "serviceTime", stats.serviceTime());
            write(interval, stats.name(), "responseTime", stats.responseTime());
            write(interval, stats.name(), "startLag", stats.startLag());
            write(interval, stats.name(), "serverTime", stats.serverTime());
            write(interval, stats.name(), "roundTrip", stats.roundTrip());
            write(interval, stats.name(), "firstMessage", stats.firstMessage());
            write(interval, stats.name(), "gap", stats.gap());
        }
    }

    /** Adds what the result has at its end: latencies by stage, and the times to connect. */
    public void complete(RunResult result) {
        if (!begun) {
            return;
        }
        for (StageStats stage : result.stages()) {
            for (Latency latency : Latency.values()) {
                String tag = LatencyLog.tag(stage.stats().name(), stage.number(), latency.field());
                write(tag, stage.window(), Latencies.of(stage.stats(), latency));
            }
        }
        for (ChannelStats channels : result.channels()) {
            for (BackendStats backend : channels.backends()) {
                String tag = LatencyLog.tag(backend.address(), LatencyLog.CONNECT_TIME);
                write(tag, result.window(), backend.connectTime());
            }
        }
    }

    private void write(String tag, Window window, Histogram nanos) {
        if (nanos.getTotalCount() > 0) {
            Histogram tagged = nanos.copy();
            tagged.setTag(tag);
            tagged.setStartTimeStamp(window.start().toEpochMilli());
            tagged.setEndTimeStamp(window.end().toEpochMilli());
            writer.outputIntervalHistogram(tagged);
        }
    }

    /** Whether everything could be written. */
    public boolean complete() {
        return !out.checkError();
    }

    @Override
    public void close() {
        out.close();
    }

    /** A log whose times count from that moment; the caller writes histograms that have their tags and times. */
    public void write(Instant start, Histogram tagged) {
        if (!begun) {
            begun = true;
            begin(start);
        }
        writer.outputIntervalHistogram(tagged);
    }

    private void begin(Instant start) {
        writer.outputLogFormatVersion();
        writer.outputComment("[Latencies of a Yodel run in nanoseconds]");
        comment("Run", info.runId());
        if (info.name() != null) {
            comment("Name", info.name());
        }
        info.labels().forEach((key, value) -> comment("Label", key + "=" + value));
        writer.outputStartTime(start.toEpochMilli());
        writer.setBaseTime(start.toEpochMilli());
        writer.outputLegend();
    }

    /** In ASCII, as readers may use any other encoding. */
    private void comment(String what, String text) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii.append(c < 128 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        writer.outputComment("[%s: %s]".formatted(what, ascii));
    }

    private void write(Interval interval, String name, String latency, Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return;
        }
        Histogram tagged = nanos.copy();
        tagged.setTag(LatencyLog.tag(name, latency));
        long end = interval.started().plus(interval.end()).toEpochMilli();
        tagged.setStartTimeStamp(end - Math.round(interval.seconds() * 1e3));
        tagged.setEndTimeStamp(end);
        writer.outputIntervalHistogram(tagged);
    }
}
