package dev.yodel.service.metrics;

import io.prometheus.metrics.model.snapshots.Labels;

/** The metrics of calls under the names of Micrometer's gRPC interceptor. */
final class MicrometerFamilies {

    private MicrometerFamilies() {}

    static void addTo(CallFamilies families) {
        families.counter(
                "yodel_server_calls_started",
                "Calls that have started",
                MicrometerFamilies::labels,
                stats -> stats.started.sum());
        families.counter(
                "grpc_server_requests_received_messages",
                "The total number of requests received",
                MicrometerFamilies::labels,
                stats -> stats.received.sum());
        families.counter(
                "grpc_server_responses_sent_messages",
                "The total number of responses sent",
                MicrometerFamilies::labels,
                stats -> stats.sent.sum());
        families.durationsByStatus(
                "grpc_server_processing_duration_seconds",
                "The total time taken for the server to complete the call",
                (stats, code) -> labels(stats).add("statusCode", code.name()));
    }

    static Labels labels(MethodStats stats) {
        return Labels.of("method", stats.method, "methodType", stats.type.name(), "service", stats.service);
    }
}
