package dev.yodel.service.metrics;

import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.Arrays;

/** The bounds of the buckets of all durations: Micrometer's, from 10 µs to 60 s. */
final class Buckets {

    private static final double SHORTEST_NANOS = 10_000;
    private static final double LONGEST_NANOS = 60e9;

    private static final double[] NANOS = DistributionStatisticConfig.builder()
            .percentilesHistogram(true)
            .minimumExpectedValue(SHORTEST_NANOS)
            .maximumExpectedValue(LONGEST_NANOS)
            .build()
            .merge(DistributionStatisticConfig.DEFAULT)
            .getHistogramBuckets(true)
            .stream()
            .mapToDouble(Double::doubleValue)
            .toArray();

    /** One more bucket, without an upper bound, comes last. */
    static final int COUNT = NANOS.length + 1;

    private Buckets() {}

    /** The bucket of a duration. */
    static int indexOf(long nanos) {
        int found = Arrays.binarySearch(NANOS, (double) nanos);
        return found < 0 ? -found - 1 : found;
    }

    /** The upper bounds in seconds; the last one is infinity. */
    static double[] upperBounds() {
        double[] seconds = new double[COUNT];
        for (int i = 0; i < NANOS.length; i++) {
            seconds[i] = NANOS[i] / 1e9;
        }
        seconds[COUNT - 1] = Double.POSITIVE_INFINITY;
        return seconds;
    }
}
