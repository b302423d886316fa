package dev.yodel.service.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;

/**
 * The metrics of calls, as views of one set of numbers: the same counts under the names of Micrometer, of
 * go-grpc-prometheus or of OpenTelemetry, and some of our own under any of them.
 *
 * <p>Only durations of calls that ended with OK have buckets where the status is a label: a percentile over failures is read
 * by nobody, and would cost about a hundred series per method and status. A series without buckets has a single one for
 * infinity, because the model demands it; {@link ScrapeText} leaves it out, or it would distort percentiles over all series.
 */
final class CallMetrics implements MultiCollector {

    private final CallRecorder calls;
    private final MetricNames names;

    CallMetrics(CallRecorder calls, MetricNames names) {
        this.calls = calls;
        this.names = names;
    }

    @Override
    public MetricSnapshots collect() {
        List<MethodStats> methods = calls.methods().stream()
                .filter(stats -> stats.started.sum() > 0)
                .toList();
        CallFamilies families = new CallFamilies(methods);
        switch (names) {
            case MICROMETER -> MicrometerFamilies.addTo(families);
            case GRPC_ECOSYSTEM -> EcosystemFamilies.addTo(families);
            case OTEL -> OpenTelemetryFamilies.addTo(families);
        }
        families.counter(
                "yodel_server_received_bytes",
                "Bytes of request messages, as received",
                MicrometerFamilies::labels,
                stats -> stats.receivedBytes.sum());
        families.counter(
                "yodel_server_sent_bytes",
                "Bytes of response messages, as sent",
                MicrometerFamilies::labels,
                stats -> stats.sentBytes.sum());
        families.counterByStatus(
                "yodel_server_failures_injected",
                "Failures that callers asked for; alerts leave them out",
                (stats, code) -> MicrometerFamilies.labels(stats).add("statusCode", code.name()),
                MethodStats::injected);
        return families.build();
    }
}
