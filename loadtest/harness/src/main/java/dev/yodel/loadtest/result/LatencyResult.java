package dev.yodel.loadtest.result;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A distribution of times in microseconds, read from a histogram of nanoseconds with three significant digits. */
public record LatencyResult(
        double min,
        double mean,
        double p50,
        double p90,
        double p95,
        double p99,
        double p999,
        double p9999,
        double max) {

    private static final double NANOS_PER_MICRO = 1000;

    /** What the histogram says; null if it holds nothing, for nothing has no percentiles. */
    public static @Nullable LatencyResult of(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return null;
        }
        return new LatencyResult(
                nanos.getMinValue() / NANOS_PER_MICRO,
                Math.round(nanos.getMean()) / NANOS_PER_MICRO,
                percentile(nanos, 50),
                percentile(nanos, 90),
                percentile(nanos, 95),
                percentile(nanos, 99),
                percentile(nanos, 99.9),
                percentile(nanos, 99.99),
                nanos.getMaxValue() / NANOS_PER_MICRO);
    }

    private static double percentile(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
