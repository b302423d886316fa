package dev.yodel.benchmarks.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** The range in which a figure must lie, both bounds inclusive. */
public record Threshold(double min, double max) {

    /** The figure is shown without a threshold. */
    public static final Threshold NONE = new Threshold(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public static Threshold atLeast(double min) {
        return new Threshold(min, Double.POSITIVE_INFINITY);
    }

    public static Threshold atMost(double max) {
        return new Threshold(Double.NEGATIVE_INFINITY, max);
    }

    public boolean isMetBy(double value) {
        return min <= value && value <= max;
    }

    @Override
    public String toString() {
        if (equals(NONE)) {
            return "";
        }
        if (min == max) {
            return "= " + text(min);
        }
        if (min == Double.NEGATIVE_INFINITY) {
            return "≤ " + text(max);
        }
        return max == Double.POSITIVE_INFINITY ? "≥ " + text(min) : text(min) + "–" + text(max);
    }

    private static String text(double value) {
        return new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
