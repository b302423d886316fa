package dev.yodel.loadtest.live;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A running Prometheus histogram in seconds, fed with HdrHistograms of nanoseconds, in two forms. Classic: ten buckets per
 * power of ten from 10 µs to 100 s, then 200 s, 500 s, 1000 s and 1 h. Ten a decade keep a quantile interpolated by
 * Prometheus within a few percent, also of streams that last a minute. Native: see {@link NativeBuckets}.
 * Not thread-safe.
 */
final class LatencyBuckets {

    private static final double[] STEPS = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};
    private static final int LOWEST_NANOS = 10_000;
    private static final int DECADES = 7;
    private static final double NANOS = 1e9;

    /** Upper bounds in nanoseconds, inclusive; the last bucket has none. */
    private static final double[] BOUNDS = bounds();

    private final long[] counts = new long[BOUNDS.length];
    private final NativeBuckets natives = new NativeBuckets();
    private double sumSeconds;

    void add(Histogram nanos) {
        int bucket = 0;
        for (HistogramIterationValue cell : nanos.recordedValues()) {
            long value = cell.getValueIteratedTo();
            long lowest = nanos.lowestEquivalentValue(value);
            while (lowest > BOUNDS[bucket]) {
                bucket++;
            }
            counts[bucket] += cell.getCountAtValueIteratedTo();
            natives.add(lowest, cell.getCountAtValueIteratedTo());
            sumSeconds += cell.getCountAtValueIteratedTo() * (nanos.medianEquivalentValue(value) / NANOS);
        }
    }

    boolean isEmpty() {
        return IntStream.range(0, counts.length).allMatch(i -> counts[i] == 0);
    }

    HistogramDataPointSnapshot snapshot(Labels labels) {
        double[] bounds = Arrays.stream(BOUNDS).map(nanos -> nanos / NANOS).toArray();
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts.clone()))
                .sum(sumSeconds)
                .labels(labels)
                .build();
    }

    HistogramDataPointSnapshot nativeSnapshot(Labels labels) {
        return natives.applyTo(HistogramDataPointSnapshot.builder())
                .sum(sumSeconds)
                .labels(labels)
                .build();
    }

    private static double[] bounds() {
        DoubleStream decades = IntStream.range(0, DECADES)
                .mapToDouble(decade -> LOWEST_NANOS * Math.pow(10, decade))
                .flatMap(start -> Arrays.stream(STEPS).map(step -> Math.rint(start * step)));
        return DoubleStream.concat(
                        decades, DoubleStream.of(100e9, 200e9, 500e9, 1_000e9, 3_600e9, Double.POSITIVE_INFINITY))
                .toArray();
    }
}
