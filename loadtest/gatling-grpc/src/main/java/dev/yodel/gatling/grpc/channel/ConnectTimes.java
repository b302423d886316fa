package dev.yodel.gatling.grpc.channel;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long it took to establish connections, in nanoseconds; longer ones than an hour count as an hour. Thread-safe. */
final class ConnectTimes {

    private static final long LOWEST_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Histogram nanos = new Histogram(LOWEST_NANOS, 2 * LOWEST_NANOS, 3);

    ConnectTimes() {
        nanos.setAutoResize(true);
    }

    synchronized void add(long connectNanos) {
        nanos.recordValue(Math.max(0, Math.min(connectNanos, HIGHEST_NANOS)));
    }

    /** All of them so far. */
    synchronized Histogram soFar() {
        return nanos.copy();
    }
}
