package dev.yodel.loadtest.plan;

import java.math.BigDecimal;
import java.time.Duration;

/** Checks of values; their messages carry the value found and the one expected. */
final class Expect {

    private Expect() {}

    static void within(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s: %s (expected: %s to %s)"
                    .formatted(what, Durations.format(value), Durations.format(least), Durations.format(most)));
        }
    }

    static void within(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: %d (expected: %d to %d)".formatted(what, value, least, most));
        }
    }

    static void within(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: %s to %s)".formatted(what, number(value), number(least), number(most)));
        }
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    static void notBlank(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("%s: empty (expected: a text)".formatted(what));
        }
    }
}
