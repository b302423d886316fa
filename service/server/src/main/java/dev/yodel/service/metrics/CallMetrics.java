package dev.yodel.service.metrics;

import com.google.common.base.CaseFormat;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The metrics of calls, as views of one set of numbers: the same counts under the names of Micrometer, of
 * go-grpc-prometheus or of OpenTelemetry, and some of our own under any of them.
 *
 * <p>Only durations of calls that ended with OK have buckets where the status is a label: a percentile over failures is read
 * by nobody, and would cost about a hundred series per method and status. A series without buckets has a single one for
 * infinity, because the model demands it; {@link ScrapeText} leaves it out, or it would distort percentiles over all series.
 */
final class CallMetrics implements MultiCollector {

    private static final double[] NO_BOUNDS = {Double.POSITIVE_INFINITY};
    private static final double[] BOUNDS = Buckets.upperBounds();

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
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        switch (names) {
            case MICROMETER -> micrometer(methods, all);
            case GRPC_ECOSYSTEM -> ecosystem(methods, all);
            case OTEL -> openTelemetry(methods, all);
        }
        counter(
                all,
                "yodel_server_received_bytes",
                "Bytes of request messages, as received",
                methods,
                CallMetrics::micrometerLabels,
                stats -> stats.receivedBytes.sum());
        counter(
                all,
                "yodel_server_sent_bytes",
                "Bytes of response messages, as sent",
                methods,
                CallMetrics::micrometerLabels,
                stats -> stats.sentBytes.sum());
        injected(methods, all);
        return all.build();
    }

    private static void micrometer(List<MethodStats> methods, MetricSnapshots.Builder all) {
        counter(
                all,
                "yodel_server_calls_started",
                "Calls that have started",
                methods,
                CallMetrics::micrometerLabels,
                stats -> stats.started.sum());
        counter(
                all,
                "grpc_server_requests_received_messages",
                "The total number of requests received",
                methods,
                CallMetrics::micrometerLabels,
                stats -> stats.received.sum());
        counter(
                all,
                "grpc_server_responses_sent_messages",
                "The total number of responses sent",
                methods,
                CallMetrics::micrometerLabels,
                stats -> stats.sent.sum());
        byStatus(
                all,
                "grpc_server_processing_duration_seconds",
                "The total time taken for the server to complete the call",
                methods,
                (stats, code) -> micrometerLabels(stats).add("statusCode", code.name()));
    }

    private static void ecosystem(List<MethodStats> methods, MetricSnapshots.Builder all) {
        counter(
                all,
                "grpc_server_started",
                "Total number of RPCs started on the server.",
                methods,
                CallMetrics::ecosystemLabels,
                stats -> stats.started.sum());
        counter(
                all,
                "grpc_server_msg_received",
                "Total number of RPC stream messages received on the server.",
                methods,
                CallMetrics::ecosystemLabels,
                stats -> stats.received.sum());
        counter(
                all,
                "grpc_server_msg_sent",
                "Total number of gRPC stream messages sent by the server.",
                methods,
                CallMetrics::ecosystemLabels,
                stats -> stats.sent.sum());
        CounterSnapshot.Builder handled = CounterSnapshot.builder()
                .name("grpc_server_handled")
                .help("Total number of RPCs completed on the server, regardless of success or failure.");
        HistogramSnapshot.Builder handling = HistogramSnapshot.builder()
                .name("grpc_server_handling_seconds")
                .help("Histogram of response latency (seconds) of gRPC that had been application-level handled by the"
                        + " server.");
        for (MethodStats stats : methods) {
            double seconds = 0;
            for (Status.Code code : Status.Code.values()) {
                seconds += stats.seconds(code);
                if (stats.ended(code) > 0) {
                    handled.dataPoint(CounterDataPointSnapshot.builder()
                            .labels(ecosystemLabels(stats).add("grpc_code", codeOfGo(code)))
                            .value((double) stats.ended(code))
                            .build());
                }
            }
            handling.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(ecosystemLabels(stats))
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, stats.allBuckets()))
                    .exemplars(exemplars(stats))
                    .sum(seconds)
                    .build());
        }
        all.metricSnapshot(handled.build()).metricSnapshot(handling.build());
    }

    private static void openTelemetry(List<MethodStats> methods, MetricSnapshots.Builder all) {
        Function<MethodStats, Labels> labels = stats -> Labels.of("grpc_method", methodOfOpenTelemetry(stats));
        counter(
                all,
                "grpc_server_call_started",
                "The total number of RPC attempts started, including those that have not completed.",
                methods,
                labels,
                stats -> stats.started.sum());
        byStatus(
                all,
                "grpc_server_call_duration_seconds",
                "End-to-end time taken to complete a call from the server's perspective.",
                methods,
                (stats, code) -> labels.apply(stats).add("grpc_status", code.name()));
        sizes(
                all,
                "grpc_server_call_sent_total_compressed_message_size_bytes",
                "Compressed message bytes sent per server call.",
                methods,
                labels,
                stats -> stats.sentBytes.sum());
        sizes(
                all,
                "grpc_server_call_rcvd_total_compressed_message_size_bytes",
                "Compressed message bytes received per server call.",
                methods,
                labels,
                stats -> stats.receivedBytes.sum());
    }

    private static void injected(List<MethodStats> methods, MetricSnapshots.Builder all) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name("yodel_server_failures_injected")
                .help("Failures that callers asked for; alerts leave them out");
        for (MethodStats stats : methods) {
            for (Status.Code code : Status.Code.values()) {
                if (stats.injected(code) > 0) {
                    counter.dataPoint(CounterDataPointSnapshot.builder()
                            .labels(micrometerLabels(stats).add("statusCode", code.name()))
                            .value((double) stats.injected(code))
                            .build());
                }
            }
        }
        all.metricSnapshot(counter.build());
    }

    private static void counter(
            MetricSnapshots.Builder all,
            String name,
            String help,
            List<MethodStats> methods,
            Function<MethodStats, Labels> labels,
            ToLongFunction<MethodStats> value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        for (MethodStats stats : methods) {
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels.apply(stats))
                    .value((double) value.applyAsLong(stats))
                    .build());
        }
        all.metricSnapshot(counter.build());
    }

    /** Labels by method and status. */
    private interface StatusLabels {
        Labels of(MethodStats stats, Status.Code code);
    }

    private static void byStatus(
            MetricSnapshots.Builder all, String name, String help, List<MethodStats> methods, StatusLabels labels) {
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(name).help(help);
        for (MethodStats stats : methods) {
            for (Status.Code code : Status.Code.values()) {
                if (stats.ended(code) > 0) {
                    histogram.dataPoint(point(stats, code, labels.of(stats, code)));
                }
            }
        }
        all.metricSnapshot(histogram.build());
    }

    private static HistogramDataPointSnapshot point(MethodStats stats, Status.Code code, Labels labels) {
        HistogramDataPointSnapshot.Builder point = HistogramDataPointSnapshot.builder();
        if (code == Status.Code.OK) {
            point.classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, stats.okBuckets()))
                    .exemplars(exemplars(stats));
        } else {
            point.classicHistogramBuckets(ClassicHistogramBuckets.of(NO_BOUNDS, new long[] {stats.ended(code)}));
        }
        return point.labels(labels).sum(stats.seconds(code)).build();
    }

    /** Sums and counts without buckets; the sums grow while a stream is open, its count at its end. */
    private static void sizes(
            MetricSnapshots.Builder all,
            String name,
            String help,
            List<MethodStats> methods,
            Function<MethodStats, Labels> labels,
            ToLongFunction<MethodStats> bytes) {
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(name).help(help);
        for (MethodStats stats : methods) {
            histogram.dataPoint(HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(NO_BOUNDS, new long[] {stats.ended()}))
                    .labels(labels.apply(stats))
                    .sum((double) bytes.applyAsLong(stats))
                    .build());
        }
        all.metricSnapshot(histogram.build());
    }

    private static Exemplars exemplars(MethodStats stats) {
        List<Exemplar> found = new ArrayList<>();
        for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
            Exemplar exemplar = stats.exemplar(bucket);
            if (exemplar != null) {
                found.add(exemplar);
            }
        }
        return Exemplars.of(found);
    }

    private static Labels micrometerLabels(MethodStats stats) {
        return Labels.of("method", stats.method, "methodType", stats.type.name(), "service", stats.service);
    }

    private static Labels ecosystemLabels(MethodStats stats) {
        return Labels.of("grpc_method", stats.method, "grpc_service", stats.service, "grpc_type", typeOfGo(stats.type));
    }

    /** As gRFC A66 asks: a method that is not registered is {@code other}. */
    private static String methodOfOpenTelemetry(MethodStats stats) {
        return stats.type == MethodType.UNKNOWN ? "other" : stats.fullName();
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
