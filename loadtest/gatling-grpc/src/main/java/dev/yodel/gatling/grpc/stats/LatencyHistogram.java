package dev.yodel.gatling.grpc.stats;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Latencies in nanoseconds in an HdrHistogram with 3 significant digits from 1 µs to 1 h. Longer values count as 1 h.
 * The histogram is created with the first value. Thread-safe; recording is wait-free.
 */
final class LatencyHistogram {

    private static final long LOWEST_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private volatile @Nullable Recorder recorder;

    void record(long nanos) {
        Recorder made = recorder;
        if (made == null) {
            made = make();
        }
        made.recordValue(Math.max(0, Math.min(nanos, HIGHEST_NANOS)));
    }

    /** The values since the last take. */
    Histogram take() {
        Recorder made = recorder;
        return made == null ? empty() : made.getIntervalHistogram();
    }

    private synchronized Recorder make() {
        Recorder made = recorder;
        if (made == null) {
            made = new Recorder(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
            recorder = made;
        }
        return made;
    }

    /** Small until something is added to it. */
    private static Histogram empty() {
        Histogram empty = new Histogram(LOWEST_NANOS, 2 * LOWEST_NANOS, DIGITS);
        empty.setAutoResize(true);
        return empty;
    }
}
