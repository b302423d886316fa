package dev.yodel.loadtest.live.otlp;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' metrics as metrics of OTLP, all of one moment. A native histogram becomes an exponential one: the same buckets, but
 * OTLP numbers them by their lower bound, which is one less.
 *
 * @param startNanos when the sums started, since 1970
 * @param nowNanos the moment, since 1970
 */
record OtlpPoints(long startNanos, long nowNanos) {

    private static final AggregationTemporality SINCE_START = AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;

    Metric metric(MetricSnapshot snapshot) {
        MetricMetadata metadata = snapshot.getMetadata();
        Metric.Builder metric = Metric.newBuilder()
                .setName(metadata.getPrometheusName())
                .setDescription(metadata.getHelp() == null ? "" : metadata.getHelp());
        if (snapshot instanceof CounterSnapshot counter) {
            Sum.Builder sum = Sum.newBuilder().setIsMonotonic(true).setAggregationTemporality(SINCE_START);
            counter.getDataPoints().forEach(point -> sum.addDataPoints(number(point.getLabels(), point.getValue())));
            return metric.setSum(sum).build();
        }
        if (snapshot instanceof HistogramSnapshot histogram) {
            return histogram(metric, histogram);
        }
        if (snapshot instanceof SummarySnapshot summary) {
            Summary.Builder all = Summary.newBuilder();
            summary.getDataPoints().forEach(point -> all.addDataPoints(summary(point)));
            return metric.setSummary(all).build();
        }
        Gauge.Builder gauge = Gauge.newBuilder();
        if (snapshot instanceof GaugeSnapshot gauges) {
            gauges.getDataPoints().forEach(point -> gauge.addDataPoints(number(point.getLabels(), point.getValue())));
        } else if (snapshot instanceof UnknownSnapshot unknown) {
            unknown.getDataPoints().forEach(point -> gauge.addDataPoints(number(point.getLabels(), point.getValue())));
        } else {
            snapshot.getDataPoints().forEach(point -> gauge.addDataPoints(number(point.getLabels(), 1)));
        }
        return metric.setGauge(gauge).build();
    }

    /** Says of series that were there and are not any more that they have no value. */
    List<Metric> gone(Metric earlier, @Nullable Metric now) {
        Set<List<KeyValue>> there = new HashSet<>();
        if (now != null) {
            now.getGauge().getDataPointsList().forEach(point -> there.add(point.getAttributesList()));
        }
        Gauge.Builder gone = Gauge.newBuilder();
        for (NumberDataPoint point : earlier.getGauge().getDataPointsList()) {
            if (!there.contains(point.getAttributesList()) && point.getFlags() == 0) {
                gone.addDataPoints(point.toBuilder()
                        .setTimeUnixNano(nowNanos)
                        .clearAsDouble()
                        .setFlags(DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE));
            }
        }
        return gone.getDataPointsCount() == 0
                ? List.of()
                : List.of(earlier.toBuilder().setGauge(gone).build());
    }

    private NumberDataPoint number(Labels labels, double value) {
        return NumberDataPoint.newBuilder()
                .addAllAttributes(OtlpRequest.attributes(labels))
                .setStartTimeUnixNano(startNanos)
                .setTimeUnixNano(nowNanos)
                .setAsDouble(value)
                .build();
    }

    private SummaryDataPoint summary(SummarySnapshot.SummaryDataPointSnapshot point) {
        return SummaryDataPoint.newBuilder()
                .addAllAttributes(OtlpRequest.attributes(point.getLabels()))
                .setStartTimeUnixNano(startNanos)
                .setTimeUnixNano(nowNanos)
                .setCount(point.getCount())
                .setSum(point.getSum())
                .build();
    }

    private Metric histogram(Metric.Builder metric, HistogramSnapshot histogram) {
        metric.setUnit("s");
        boolean exponential = histogram.getDataPoints().get(0).hasNativeHistogramData();
        if (exponential) {
            ExponentialHistogram.Builder all = ExponentialHistogram.newBuilder().setAggregationTemporality(SINCE_START);
            histogram.getDataPoints().forEach(point -> all.addDataPoints(exponential(point)));
            return metric.setExponentialHistogram(all).build();
        }
        Histogram.Builder all = Histogram.newBuilder().setAggregationTemporality(SINCE_START);
        histogram.getDataPoints().forEach(point -> all.addDataPoints(classic(point)));
        return metric.setHistogram(all).build();
    }

    private HistogramDataPoint classic(HistogramDataPointSnapshot point) {
        HistogramDataPoint.Builder histogram = HistogramDataPoint.newBuilder()
                .addAllAttributes(OtlpRequest.attributes(point.getLabels()))
                .setStartTimeUnixNano(startNanos)
                .setTimeUnixNano(nowNanos)
                .setCount(point.getCount())
                .setSum(point.getSum());
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        for (int i = 0; i < buckets.size(); i++) {
            histogram.addBucketCounts(buckets.getCount(i));
            if (Double.isFinite(buckets.getUpperBound(i))) {
                histogram.addExplicitBounds(buckets.getUpperBound(i));
            }
        }
        return histogram.build();
    }

    private ExponentialHistogramDataPoint exponential(HistogramDataPointSnapshot point) {
        ExponentialHistogramDataPoint.Builder histogram = ExponentialHistogramDataPoint.newBuilder()
                .addAllAttributes(OtlpRequest.attributes(point.getLabels()))
                .setStartTimeUnixNano(startNanos)
                .setTimeUnixNano(nowNanos)
                .setCount(point.getCount())
                .setSum(point.getSum())
                .setScale(point.getNativeSchema())
                .setZeroCount(point.getNativeZeroCount())
                .setZeroThreshold(point.getNativeZeroThreshold());
        NativeHistogramBuckets buckets = point.getNativeBucketsForPositiveValues();
        if (buckets.size() > 0) {
            ExponentialHistogramDataPoint.Buckets.Builder dense = histogram.getPositiveBuilder();
            int next = buckets.getBucketIndex(0);
            dense.setOffset(next - 1);
            for (int i = 0; i < buckets.size(); i++, next++) {
                for (; next < buckets.getBucketIndex(i); next++) {
                    dense.addBucketCounts(0);
                }
                dense.addBucketCounts(buckets.getCount(i));
            }
        }
        return histogram.build();
    }
}
