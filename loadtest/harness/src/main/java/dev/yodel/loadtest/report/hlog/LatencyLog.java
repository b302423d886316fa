package dev.yodel.loadtest.report.hlog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/** Reads a log that {@link HistogramLog} wrote, one histogram after the other: all of them would not fit into memory. */
public final class LatencyLog {

    /** The latency whose tag begins with an address in place of a request: the times to connect in the whole run. */
    public static final String CONNECT_TIME = "connectTime";

    private LatencyLog() {}

    /**
     * Passes on every histogram of the log, with its tag and its times.
     *
     * @throws IOException if the file cannot be read, or is not such a log
     */
    public static void read(Path file, Reader reader) throws IOException {
        try (HistogramLogReader log = new HistogramLogReader(file.toFile())) {
            EncodableHistogram next = log.nextIntervalHistogram();
            while (next != null) {
                if (next instanceof Histogram nanos && next.getTag() != null) {
                    reader.read(next.getTag(), nanos);
                }
                next = log.nextIntervalHistogram();
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NoSuchElementException e) {
            throw new IOException("not an HdrHistogram log: " + e.getMessage(), e);
        }
    }

    /** The tag of a latency of a request: the format has no quoting, a comma ends a tag and white space the line. */
    public static String tag(String request, String latency) {
        return request.replaceAll("[\\s,]", "_") + "." + latency;
    }

    /** The tag of a latency of one stage of a request. */
    public static String tag(String request, int stage, String latency) {
        return tag(request + "/stage-" + stage, latency);
    }

    /** Receives histograms in nanoseconds; their time stamps are in milliseconds. */
    public interface Reader {
        void read(String tag, Histogram nanos) throws IOException;
    }
}
