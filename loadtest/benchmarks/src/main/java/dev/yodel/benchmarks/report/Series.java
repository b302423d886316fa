package dev.yodel.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** The values of one figure, one per round, sorted. */
record Series(List<Double> values) {

    Series {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: none (expected: one or more)");
        }
        values = values.stream().sorted().toList();
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** The median and, of several values, the range: {@code 6.10 (5.98–6.31)}. */
    @Override
    public String toString() {
        int last = values.size() - 1;
        return last == 0
                ? text(median())
                : "%s (%s–%s)".formatted(text(median()), text(values.get(0)), text(values.get(last)));
    }

    /** Three significant digits, all digits before the decimal point, whole numbers without one. */
    private static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || size == Math.rint(size) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
