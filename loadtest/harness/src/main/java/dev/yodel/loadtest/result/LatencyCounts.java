package dev.yodel.loadtest.result;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Latencies counted in buckets that are each 2 % wider than the one before: a percentile of them is within 1 %. A hundredth
 * of the size of a histogram, so that a long run can keep many. Immutable.
 */
public final class LatencyCounts {

    /** Nothing was counted. */
    public static final LatencyCounts NONE = new LatencyCounts(new int[0], new long[0], 0);

    private static final double STEP = Math.log(1.02);

    private final int[] buckets;
    private final long[] counts;
    private final long maxNanos;

    private LatencyCounts(int[] buckets, long[] counts, long maxNanos) {
        this.buckets = buckets;
        this.counts = counts;
        this.maxNanos = maxNanos;
    }

    /** Counts the values of a histogram. */
    public static LatencyCounts of(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return NONE;
        }
        int[] buckets = new int[16];
        long[] counts = new long[16];
        int size = 0;
        for (HistogramIterationValue cell : nanos.recordedValues()) {
            int bucket = bucket(nanos.medianEquivalentValue(cell.getValueIteratedTo()));
            if (size == 0 || buckets[size - 1] != bucket) {
                if (size == buckets.length) {
                    buckets = Arrays.copyOf(buckets, 2 * size);
                    counts = Arrays.copyOf(counts, 2 * size);
                }
                buckets[size++] = bucket;
            }
            counts[size - 1] += cell.getCountAtValueIteratedTo();
        }
        return new LatencyCounts(Arrays.copyOf(buckets, size), Arrays.copyOf(counts, size), nanos.getMaxValue());
    }

    /** Both together. */
    public LatencyCounts plus(LatencyCounts other) {
        int[] sumBuckets = new int[buckets.length + other.buckets.length];
        long[] sumCounts = new long[sumBuckets.length];
        int size = 0;
        int a = 0;
        int b = 0;
        while (a < buckets.length || b < other.buckets.length) {
            boolean first = b == other.buckets.length || (a < buckets.length && buckets[a] <= other.buckets[b]);
            boolean second = a == buckets.length || (b < other.buckets.length && other.buckets[b] <= buckets[a]);
            sumBuckets[size] = first ? buckets[a] : other.buckets[b];
            sumCounts[size] = (first ? counts[a] : 0) + (second ? other.counts[b] : 0);
            size++;
            a += first ? 1 : 0;
            b += second ? 1 : 0;
        }
        return new LatencyCounts(
                Arrays.copyOf(sumBuckets, size), Arrays.copyOf(sumCounts, size), Math.max(maxNanos, other.maxNanos));
    }

    public boolean isEmpty() {
        return buckets.length == 0;
    }

    /** A percentile in nanoseconds, within 1 %; 0 if nothing was counted. */
    public double percentile(double percentile) {
        long total = Arrays.stream(counts).sum();
        long rank = Math.max(1, (long) Math.ceil(total * percentile / 100));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min((double) maxNanos, Math.exp((buckets[i] + 0.5) * STEP));
            }
        }
        return 0;
    }

    /** The maximum in nanoseconds, exact. */
    public long maxNanos() {
        return maxNanos;
    }

    /** Passes on each bucket that has a count, from the shortest latency on: its middle in nanoseconds, and the count. */
    public void forEach(Reader reader) {
        for (int i = 0; i < buckets.length; i++) {
            reader.read(Math.exp((buckets[i] + 0.5) * STEP), counts[i]);
        }
    }

    private static int bucket(long nanos) {
        return (int) Math.floor(Math.log((double) Math.max(1, nanos)) / STEP);
    }

    /** Receives buckets. */
    public interface Reader {
        void read(double nanos, long count);
    }
}
