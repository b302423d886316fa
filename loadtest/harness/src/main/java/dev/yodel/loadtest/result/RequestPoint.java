package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Latency;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What happened to one request in a part of the measured window.
 *
 * @param name its name
 * @param kind the kind of its calls
 * @param count calls that ended
 * @param failed of these, those that failed
 * @param statuses calls by the status they ended with
 * @param sent messages sent on streams
 * @param received messages received on streams
 * @param latencies the latencies that have a value
 */
public record RequestPoint(
        String name,
        MethodType kind,
        long count,
        long failed,
        Map<Status.Code, Long> statuses,
        long sent,
        long received,
        Map<Latency, LatencyCounts> latencies) {

    public RequestPoint {
        statuses = Collections.unmodifiableMap(statuses);
        latencies = Collections.unmodifiableMap(latencies);
    }

    static RequestPoint of(RequestStats stats) {
        Map<Latency, LatencyCounts> latencies = new EnumMap<>(Latency.class);
        for (Latency latency : Latency.values()) {
            LatencyCounts counts = LatencyCounts.of(Latencies.of(stats, latency));
            if (!counts.isEmpty()) {
                latencies.put(latency, counts);
            }
        }
        Map<Status.Code, Long> statuses = new EnumMap<>(Status.Code.class);
        statuses.putAll(stats.statuses());
        return new RequestPoint(
                stats.name(),
                stats.kind(),
                stats.count(),
                stats.failed(),
                statuses,
                stats.messagesSent(),
                stats.messagesReceived(),
                latencies);
    }

    RequestPoint plus(RequestPoint other) {
        Map<Status.Code, Long> statusSums = new EnumMap<>(Status.Code.class);
        statusSums.putAll(statuses);
        other.statuses.forEach((status, number) -> statusSums.merge(status, number, Long::sum));
        Map<Latency, LatencyCounts> latencySums = new EnumMap<>(Latency.class);
        latencySums.putAll(latencies);
        other.latencies.forEach((latency, counts) -> latencySums.merge(latency, counts, LatencyCounts::plus));
        return new RequestPoint(
                name,
                kind,
                count + other.count,
                failed + other.failed,
                statusSums,
                sent + other.sent,
                received + other.received,
                latencySums);
    }
}
