package dev.yodel.loadtest.result;

import java.util.Locale;

/** Numbers for people: grouped thousands, times with three significant digits in a fitting unit. */
public final class Units {

    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private Units() {}

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A rate: whole from 100 on, else with one decimal. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond >= 99.95 ? "%,.0f" : "%.1f", perSecond);
    }

    public static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    public static String time(long nanos) {
        if (nanos < 999.5 * MICRO) {
            return digits(nanos / MICRO) + " µs";
        }
        return nanos < 999.5 * MILLI ? digits(nanos / MILLI) + " ms" : digits(nanos / SECOND) + " s";
    }

    private static String digits(double value) {
        if (value < 9.995) {
            return String.format(Locale.ROOT, "%.2f", value);
        }
        return String.format(Locale.ROOT, value < 99.95 ? "%.1f" : "%,.0f", value);
    }
}
