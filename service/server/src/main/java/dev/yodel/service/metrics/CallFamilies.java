package dev.yodel.service.metrics;

import io.grpc.Status;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

/** The metric families of one scrape, as views of the same counts. */
final class CallFamilies {

    /** Labels by method and status. */
    interface StatusLabels {
        Labels of(MethodStats stats, Status.Code code);
    }

    static final double[] BOUNDS = Buckets.upperBounds();
    private static final double[] NO_BOUNDS = {Double.POSITIVE_INFINITY};

    private final List<MethodStats> methods;
    private final MetricSnapshots.Builder all = MetricSnapshots.builder();

    CallFamilies(List<MethodStats> methods) {
        this.methods = methods;
    }

    /** The methods that were called. */
    List<MethodStats> methods() {
        return methods;
    }

    void add(MetricSnapshot family) {
        all.metricSnapshot(family);
    }

    MetricSnapshots build() {
        return all.build();
    }

    /** A counter with a value of each method. */
    void counter(String name, String help, Function<MethodStats, Labels> labels, ToLongFunction<MethodStats> value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        for (MethodStats stats : methods) {
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels.apply(stats))
                    .value((double) value.applyAsLong(stats))
                    .build());
        }
        add(counter.build());
    }

    /** A counter with a value of each method and status that is not zero. */
    void counterByStatus(
            String name, String help, StatusLabels labels, ToLongBiFunction<MethodStats, Status.Code> value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        for (MethodStats stats : methods) {
            for (Status.Code code : Status.Code.values()) {
                long count = value.applyAsLong(stats, code);
                if (count > 0) {
                    counter.dataPoint(CounterDataPointSnapshot.builder()
                            .labels(labels.of(stats, code))
                            .value((double) count)
                            .build());
                }
            }
        }
        add(counter.build());
    }

    /** The durations of calls; those that ended with OK have buckets. */
    void durationsByStatus(String name, String help, StatusLabels labels) {
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(name).help(help);
        for (MethodStats stats : methods) {
            for (Status.Code code : Status.Code.values()) {
                if (stats.ended(code) > 0) {
                    histogram.dataPoint(point(stats, code, labels.of(stats, code)));
                }
            }
        }
        add(histogram.build());
    }

    /** Sums and counts without buckets; the sums grow while a stream is open, its count at its end. */
    void sizes(String name, String help, Function<MethodStats, Labels> labels, ToLongFunction<MethodStats> bytes) {
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(name).help(help);
        for (MethodStats stats : methods) {
            histogram.dataPoint(HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(NO_BOUNDS, new long[] {stats.ended()}))
                    .labels(labels.apply(stats))
                    .sum((double) bytes.applyAsLong(stats))
                    .build());
        }
        add(histogram.build());
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

    /** The last example of each bucket. */
    static Exemplars exemplars(MethodStats stats) {
        List<Exemplar> found = new ArrayList<>();
        for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
            Exemplar exemplar = stats.exemplar(bucket);
            if (exemplar != null) {
                found.add(exemplar);
            }
        }
        return Exemplars.of(found);
    }
}
