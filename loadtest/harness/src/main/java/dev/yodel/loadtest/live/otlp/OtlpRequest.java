package dev.yodel.loadtest.live.otlp;

import dev.yodel.loadtest.result.RunInfo;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Requests of OTLP made of Prometheus' metrics, by the same names. The resource is what Prometheus makes its labels {@code job}
 * and {@code instance} of. Not thread-safe.
 */
final class OtlpRequest {

    private static final String SERVICE = "yodel-injector";

    private final Resource resource;
    private final LongSupplier millis;
    private final long startNanos;
    private final String version;

    /** The gauges of the last request: one that is gone since is said to be gone, as a phase that has passed. */
    private Map<String, Metric> before = Map.of();

    OtlpRequest(RunInfo info, LongSupplier millis) {
        this.millis = millis;
        version = info.yodel();
        startNanos = now();
        resource = Resource.newBuilder()
                .addAttributes(attribute("service.name", SERVICE))
                .addAttributes(attribute("service.instance.id", info.runId()))
                .addAttributes(attribute("service.version", version))
                .build();
    }

    ExportMetricsServiceRequest of(MetricSnapshots snapshots) {
        OtlpPoints points = new OtlpPoints(startNanos, now());
        Map<String, Metric> gauges = new HashMap<>();
        List<Metric> metrics = new ArrayList<>();
        for (MetricSnapshot snapshot : snapshots) {
            if (snapshot.getDataPoints().isEmpty()) {
                continue;
            }
            Metric metric = points.metric(snapshot);
            metrics.add(metric);
            if (metric.hasGauge()) {
                gauges.put(metric.getName(), metric);
            }
        }
        before.forEach((name, earlier) -> metrics.addAll(points.gone(earlier, gauges.get(name))));
        before = gauges;
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .setResource(resource)
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .setScope(InstrumentationScope.newBuilder()
                                        .setName("yodel")
                                        .setVersion(version))
                                .addAllMetrics(metrics)))
                .build();
    }

    static List<KeyValue> attributes(Labels labels) {
        return labels.stream()
                .map(label -> attribute(label.getName(), label.getValue()))
                .toList();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private long now() {
        return TimeUnit.MILLISECONDS.toNanos(millis.getAsLong());
    }
}
