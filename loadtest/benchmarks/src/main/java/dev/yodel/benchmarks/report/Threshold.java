package dev.yodel.benchmarks.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * What a figure has to be.
 *
 * @param min the least that is right
 * @param max the most that is right
 */
public record Threshold(double min, double max) {

    /** Shown, not judged. */
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
