package dev.yodel.benchmarks;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * What a figure has to be.
 *
 * @param min the least that is right
 * @param max the most that is right
 */
record Target(double min, double max) {

    /** Shown, not judged. */
    static final Target NONE = new Target(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    static Target atLeast(double min) {
        return new Target(min, Double.POSITIVE_INFINITY);
    }

    static Target atMost(double max) {
        return new Target(Double.NEGATIVE_INFINITY, max);
    }

    boolean isMetBy(double value) {
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
