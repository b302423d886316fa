package dev.yodel.service.metrics;

import com.google.common.base.CaseFormat;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Locale;

/** The metrics of calls under the names of go-grpc-prometheus. */
final class EcosystemFamilies {

    private EcosystemFamilies() {}

    static void addTo(CallFamilies families) {
        families.counter(
                "grpc_server_started",
                "Total number of RPCs started on the server.",
                EcosystemFamilies::labels,
                stats -> stats.started.sum());
        families.counter(
                "grpc_server_msg_received",
                "Total number of RPC stream messages received on the server.",
                EcosystemFamilies::labels,
                stats -> stats.received.sum());
        families.counter(
                "grpc_server_msg_sent",
                "Total number of gRPC stream messages sent by the server.",
                EcosystemFamilies::labels,
                stats -> stats.sent.sum());
        families.counterByStatus(
                "grpc_server_handled",
                "Total number of RPCs completed on the server, regardless of success or failure.",
                (stats, code) -> labels(stats).add("grpc_code", codeOfGo(code)),
                MethodStats::ended);
        families.add(durations(families.methods()));
    }

    /** Here the status is no label. */
    private static HistogramSnapshot durations(List<MethodStats> methods) {
        HistogramSnapshot.Builder handling = HistogramSnapshot.builder()
                .name("grpc_server_handling_seconds")
                .help("Histogram of response latency (seconds) of gRPC that had been application-level handled by the"
                        + " server.");
        for (MethodStats stats : methods) {
            double seconds = 0;
            for (Status.Code code : Status.Code.values()) {
                seconds += stats.seconds(code);
            }
            handling.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(labels(stats))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(CallFamilies.BOUNDS, stats.allBuckets()))
                    .exemplars(CallFamilies.exemplars(stats))
                    .sum(seconds)
                    .build());
        }
        return handling.build();
    }

    private static Labels labels(MethodStats stats) {
        return Labels.of("grpc_method", stats.method, "grpc_service", stats.service, "grpc_type", typeOfGo(stats.type));
    }

    private static String typeOfGo(MethodType type) {
        return switch (type) {
            case UNARY -> "unary";
            case CLIENT_STREAMING -> "client_stream";
            case SERVER_STREAMING -> "server_stream";
            case BIDI_STREAMING -> "bidi_stream";
            case UNKNOWN -> "unknown";
        };
    }

    /** As grpc-go spells them: {@code OK}, {@code Canceled}, {@code InvalidArgument}. */
    private static String codeOfGo(Status.Code code) {
        return switch (code) {
            case OK -> "OK";
            case CANCELLED -> "Canceled";
            default ->
                CaseFormat.UPPER_UNDERSCORE.to(
                        CaseFormat.UPPER_CAMEL, code.name().toUpperCase(Locale.ROOT));
        };
    }
}
