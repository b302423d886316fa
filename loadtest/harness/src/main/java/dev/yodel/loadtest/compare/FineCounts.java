package dev.yodel.loadtest.compare;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Latencies counted in buckets that are each 0.5 % wider than the one before; only those with a count are kept. Immutable. */
final class FineCounts {

    /** Buckets from 1 ns to an hour and a little more. */
    static final int BUCKETS = 5_900;

    private static final double STEP = Math.log(1.005);

    private final int[] buckets;
    private final long[] counts;

    private FineCounts(int[] buckets, long[] counts) {
        this.buckets = buckets;
        this.counts = counts;
    }

    static FineCounts of(Histogram nanos) {
        long[] all = new long[BUCKETS];
        for (HistogramIterationValue cell : nanos.recordedValues()) {
            long middle = Math.max(1, nanos.medianEquivalentValue(cell.getValueIteratedTo()));
            int bucket = Math.min(BUCKETS - 1, (int) (Math.log((double) middle) / STEP));
            all[bucket] += cell.getCountAtValueIteratedTo();
        }
        return of(all);
    }

    private static FineCounts of(long[] all) {
        int[] buckets = new int[BUCKETS];
        int size = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (all[bucket] > 0) {
                buckets[size++] = bucket;
            }
        }
        long[] counts = new long[size];
        for (int i = 0; i < size; i++) {
            counts[i] = all[buckets[i]];
        }
        return new FineCounts(Arrays.copyOf(buckets, size), counts);
    }

    FineCounts plus(FineCounts other) {
        long[] all = new long[BUCKETS];
        addTo(all);
        other.addTo(all);
        return of(all);
    }

    void addTo(long[] sums) {
        addTo(sums, 0);
    }

    /** @param first the bucket that the first sum is of */
    void addTo(long[] sums, int first) {
        for (int i = 0; i < buckets.length; i++) {
            sums[buckets[i] - first] += counts[i];
        }
    }

    int least() {
        return buckets[0];
    }

    int most() {
        return buckets[buckets.length - 1];
    }

    /**
     * Percentiles in nanoseconds, interpolated within a bucket; NaN if nothing was counted.
     *
     * @param first the bucket that the first sum is of
     * @param percentiles in ascending order
     */
    static double[] percentiles(long[] sums, int first, double[] percentiles) {
        double[] found = new double[percentiles.length];
        long total = Arrays.stream(sums).sum();
        if (total == 0) {
            Arrays.fill(found, Double.NaN);
            return found;
        }
        int next = 0;
        double seen = 0;
        for (int bucket = 0; bucket < sums.length && next < found.length; bucket++) {
            while (next < found.length && sums[bucket] > 0 && seen + sums[bucket] >= total * percentiles[next] / 100) {
                double share = (total * percentiles[next] / 100 - seen) / sums[bucket];
                found[next++] = Math.exp((first + bucket + Math.max(0, share)) * STEP);
            }
            seen += sums[bucket];
        }
        return found;
    }
}
