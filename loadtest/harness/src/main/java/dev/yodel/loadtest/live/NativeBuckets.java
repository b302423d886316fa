package dev.yodel.loadtest.live;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The buckets of a native Prometheus histogram: 16 for each doubling (schema 4), so that a quantile is within 4.4 %.
 * Bucket i has the values from {@code 2^((i - 1) / 16)} s, exclusive, to {@code 2^(i / 16)} s. Values up to 1 µs are in the
 * zero bucket, values above 1 h in the last one: 508 buckets at most. Not thread-safe.
 *
 * @see <a href="https://prometheus.io/docs/specs/native_histograms/">the specification</a>
 */
final class NativeBuckets {

    static final int SCHEMA = 4;

    private static final int PER_DOUBLING = 1 << SCHEMA;
    private static final long ZERO_NANOS = 1_000;
    private static final double NANOS = 1e9;
    private static final int LOWEST = index(ZERO_NANOS);
    private static final int HIGHEST = index(3_600_000_000_000L);

    private final long[] counts = new long[HIGHEST - LOWEST + 1];
    private long zeros;

    void add(long nanos, long count) {
        if (nanos <= ZERO_NANOS) {
            zeros += count;
        } else {
            counts[Math.min(index(nanos), HIGHEST) - LOWEST] += count;
        }
    }

    HistogramDataPointSnapshot.Builder applyTo(HistogramDataPointSnapshot.Builder point) {
        int[] filled =
                IntStream.range(0, counts.length).filter(i -> counts[i] > 0).toArray();
        return point.nativeSchema(SCHEMA)
                .nativeZeroThreshold(ZERO_NANOS / NANOS)
                .nativeZeroCount(zeros)
                .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(
                        Arrays.stream(filled).map(i -> i + LOWEST).toArray(),
                        Arrays.stream(filled).mapToLong(i -> counts[i]).toArray()));
    }

    /** The bucket whose upper bound is the first at or above the value; a rounding error never lifts a bound above itself. */
    private static int index(long nanos) {
        double doublings = Math.log(nanos / NANOS) / Math.log(2);
        return (int) Math.ceil(doublings * PER_DOUBLING - 1e-9);
    }
}
