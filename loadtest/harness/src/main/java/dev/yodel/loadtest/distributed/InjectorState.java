package dev.yodel.loadtest.distributed;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.report.hlog.HistogramLog;
import dev.yodel.loadtest.report.hlog.LatencyLog;
import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.RunInfo;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator knows of one injector. Its latencies are written as they come, so that what was measured is there when
 * it goes. Not thread-safe.
 */
final class InjectorState implements AutoCloseable {

    private final int index;
    private final Path folder;
    private final RunInfo info;
    private final StringBuilder pieces = new StringBuilder();
    private long frames;
    private @Nullable Long heardNanos;
    private boolean ready;
    private boolean done;
    private boolean badInput;
    private int clockAnswers;
    private @Nullable String host;
    private @Nullable String lost;
    private @Nullable String said;
    private @Nullable String failure;
    private @Nullable ClockOffset clock;
    private @Nullable HistogramLog log;
    private @Nullable Instant started;
    private long calls;
    private long failed;
    private long openStreams;

    /** @param folder for its result; created with the first interval */
    InjectorState(int index, Path folder, RunInfo info) {
        this.index = index;
        this.folder = folder;
        this.info = info;
    }

    String name() {
        return "injector " + (index + 1);
    }

    Path folder() {
        return folder;
    }

    /** A piece of a frame that is longer than a line. */
    void begin(String piece) throws IOException {
        if (pieces.length() > Frame.MOST_BYTES) {
            throw new IOException("a frame of more than %d bytes".formatted(Frame.MOST_BYTES));
        }
        pieces.append(piece);
    }

    /** The whole frame, with its last piece. */
    String end(String piece) {
        String whole = pieces.append(piece).toString();
        pieces.setLength(0);
        pieces.trimToSize();
        return whole;
    }

    /** Counts a frame. */
    void count(Frame frame) throws IOException {
        if (frame.number() != frames) {
            throw new IOException("frame %d (expected: %d, the next one)".formatted(frame.number(), frames));
        }
        frames++;
    }

    /** It was heard of. */
    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** Its silence until now is not its own. */
    void excuse(long nowNanos) {
        if (heardNanos != null) {
            heardNanos = nowNanos;
        }
    }

    /** How long nothing was heard of it; 0 before the first time, as a new process may take long to speak. */
    long silentNanos(long nowNanos) {
        return heardNanos == null ? 0 : nowNanos - heardNanos;
    }

    void ready(String onHost) {
        ready = true;
        host = onHost;
    }

    boolean isReady() {
        return ready;
    }

    /** Nothing more is expected of it. */
    boolean isOver() {
        return done || lost != null;
    }

    boolean isLost() {
        return lost != null;
    }

    @Nullable
    String lost() {
        return lost;
    }

    void lose(String why) {
        if (!isOver()) {
            lost = why;
        }
    }

    /** A line that is no frame: the last one explains an end that nothing else does, but for warnings of a library. */
    void say(String text) {
        if (!text.isBlank() && !text.startsWith("WARN")) {
            said = text.strip().replaceFirst("^yodel: ", "");
        }
    }

    void fail(String reason, boolean forBadInput) {
        failure = reason;
        badInput = forBadInput;
    }

    boolean isBadInput() {
        return badInput;
    }

    /** Why it has failed, as it says; null if it did not say. */
    @Nullable
    String failure() {
        return failure == null ? said : failure;
    }

    int clockAnswers() {
        return clockAnswers;
    }

    void clock(ClockOffset measured) {
        clockAnswers++;
        clock = clock == null ? measured : clock.or(measured);
    }

    @Nullable
    ClockOffset clock() {
        return clock;
    }

    long openStreams() {
        return isOver() ? 0 : openStreams;
    }

    void read(Interval interval) throws IOException {
        if (log == null) {
            Files.createDirectories(folder);
            log = HistogramLog.create(folder.resolve("latencies.hlog"), info);
        }
        started = interval.started();
        openStreams = interval.openStreams();
        log.read(interval);
        for (RequestStats stats : interval.counted()) {
            calls += stats.count();
            failed += stats.failed();
        }
    }

    void readConnections(byte[] content) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            int size = in.readInt();
            for (int i = 0; i < size; i++) {
                String address = in.readUTF();
                Histogram nanos = IntervalCodec.readHistogram(in);
                if (log != null && started != null) {
                    nanos.setTag(LatencyLog.tag(address, LatencyLog.CONNECT_TIME));
                    nanos.setStartTimeStamp(started.toEpochMilli());
                    nanos.setEndTimeStamp(started.toEpochMilli() + 1);
                    log.write(started, nanos);
                }
            }
        }
    }

    /** Its result: the last thing. */
    void finish(String json) throws IOException {
        Files.createDirectories(folder);
        if (log == null) {
            log = HistogramLog.create(folder.resolve("latencies.hlog"), info);
        }
        Files.writeString(folder.resolve("result.json"), json, StandardCharsets.UTF_8);
        boolean complete = log.complete();
        close();
        if (!complete) {
            throw new IOException("%s: cannot be written (is the disk full?)".formatted(folder));
        }
        done = true;
    }

    /** How much later than planned it started, on the clock of the coordinator; null if it did not. */
    @Nullable
    Double startSkewMillis(long plannedWallNanos) {
        if (started == null || clock == null) {
            return null;
        }
        long nanos = started.getEpochSecond() * 1_000_000_000L + started.getNano();
        return (nanos - clock.nanos() - plannedWallNanos) / 1e6;
    }

    InjectorRow row(long plannedWallNanos) {
        ClockOffset offset = clock;
        return new InjectorRow(
                index + 1,
                host,
                calls,
                failed,
                offset == null ? null : Double.valueOf(offset.millis()),
                offset == null ? null : Double.valueOf(offset.errorMillis()),
                startSkewMillis(plannedWallNanos),
                lost);
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
