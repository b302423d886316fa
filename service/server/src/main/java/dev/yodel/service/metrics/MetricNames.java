package dev.yodel.service.metrics;

/** The names and labels of the metrics of calls. */
public enum MetricNames {
    /** Those of Micrometer's gRPC meters. */
    MICROMETER,
    /** Those of go-grpc-prometheus and its successors in other languages. */
    GRPC_ECOSYSTEM,
    /** Those of OpenTelemetry's conventions for gRPC (gRFC A66). */
    OTEL
}
