package dev.yodel.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The values of one figure, a value a round. */
public record Series(List<Double> values) {

    Series {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: none (expected: one or more)");
        }
        values = values.stream().sorted().toList();
    }

    /** The same value of each round. */
    public static <T> Series of(List<T> rounds, ToDoubleFunction<? super T> value) {
        return new Series(rounds.stream().mapToDouble(value).boxed().toList());
    }

    double min() {
        return values.get(0);
    }

    double max() {
        return values.get(values.size() - 1);
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** Median and, if there are several values, the range: {@code 6.10 (5.98–6.31)}. */
    @Override
    public String toString() {
        String median = text(median());
        return values.size() == 1 ? median : "%s (%s–%s)".formatted(median, text(min()), text(max()));
    }

    /** Three digits, or all before the point; whole numbers as they are. */
    static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || size == Math.rint(size) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
