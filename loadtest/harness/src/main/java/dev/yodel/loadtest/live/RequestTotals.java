package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.RequestStats;
import java.util.EnumMap;
import java.util.Map;

/** Totals of one request name since the start of the run. Not thread-safe. */
final class RequestTotals {

    private final Map<LatencyMetric, LatencyBuckets> latencies = new EnumMap<>(LatencyMetric.class);
    private long messagesSent;
    private long messagesReceived;
    private long endedEarly;

    void add(RequestStats stats) {
        for (LatencyMetric latency : LatencyMetric.values()) {
            buckets(latency).add(latency.nanosOf(stats));
        }
        messagesSent += stats.messagesSent();
        messagesReceived += stats.messagesReceived();
        endedEarly += stats.endedEarly();
    }

    LatencyBuckets buckets(LatencyMetric latency) {
        return latencies.computeIfAbsent(latency, key -> new LatencyBuckets());
    }

    long messagesSent() {
        return messagesSent;
    }

    long messagesReceived() {
        return messagesReceived;
    }

    long endedEarly() {
        return endedEarly;
    }
}
