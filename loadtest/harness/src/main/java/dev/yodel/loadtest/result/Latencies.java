package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Latency;
import org.HdrHistogram.Histogram;

/** The histograms of a request by latency. */
public final class Latencies {

    private Latencies() {}

    /** In nanoseconds; not copied. */
    public static Histogram of(RequestStats stats, Latency latency) {
        return switch (latency) {
            case RESPONSE_TIME -> stats.responseTime();
            case SERVICE_TIME -> stats.serviceTime();
            case ROUND_TRIP -> stats.roundTrip();
            case FIRST_MESSAGE -> stats.firstMessage();
            case GAP -> stats.gap();
            case START_LAG -> stats.startLag();
            case SERVER_TIME -> stats.serverTime();
        };
    }
}
