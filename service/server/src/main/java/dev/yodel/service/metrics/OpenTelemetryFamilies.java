package dev.yodel.service.metrics;

import io.grpc.MethodDescriptor.MethodType;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.function.Function;

/** The metrics of calls under the names of OpenTelemetry, as in gRFC A66. */
final class OpenTelemetryFamilies {

    private OpenTelemetryFamilies() {}

    static void addTo(CallFamilies families) {
        Function<MethodStats, Labels> labels = stats -> Labels.of("grpc_method", methodName(stats));
        families.counter(
                "grpc_server_call_started",
                "The total number of RPC attempts started, including those that have not completed.",
                labels,
                stats -> stats.started.sum());
        families.durationsByStatus(
                "grpc_server_call_duration_seconds",
                "End-to-end time taken to complete a call from the server's perspective.",
                (stats, code) -> labels.apply(stats).add("grpc_status", code.name()));
        families.sizes(
                "grpc_server_call_sent_total_compressed_message_size_bytes",
                "Compressed message bytes sent per server call.",
                labels,
                stats -> stats.sentBytes.sum());
        families.sizes(
                "grpc_server_call_rcvd_total_compressed_message_size_bytes",
                "Compressed message bytes received per server call.",
                labels,
                stats -> stats.receivedBytes.sum());
    }

    /** As gRFC A66 asks: a method that is not registered is {@code other}. */
    private static String methodName(MethodStats stats) {
        return stats.type == MethodType.UNKNOWN ? "other" : stats.fullName();
    }
}
