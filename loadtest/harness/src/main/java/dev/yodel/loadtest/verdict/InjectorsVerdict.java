package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.result.InjectorRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What several load generators add to a verdict: those that are lost make it INVALID, those that started apart SUSPECT. */
public final class InjectorsVerdict {

    private InjectorsVerdict() {}

    /** Which are lost. */
    public static List<String> faults(List<InjectorRow> rows) {
        return rows.stream()
                .filter(row -> row.lost() != null)
                .map(row -> "injector %d: lost: %s (expected: a result)".formatted(row.number(), row.lost()))
                .toList();
    }

    /** Which of the reasons to suspect a result one of them has. */
    public static List<String> reasons(InjectorRow row) {
        List<String> reasons = new ArrayList<>();
        Double skew = row.startSkewMillis();
        if (skew != null && Math.abs(skew) > Thresholds.START_SKEW_MILLIS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "start skew: %.1f ms (expected: at most %.0f ms from the common start)",
                    skew,
                    Thresholds.START_SKEW_MILLIS));
        }
        Double error = row.clockErrorMillis();
        if (error != null && error > Thresholds.START_SKEW_MILLIS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "clock: known to %.1f ms (expected: to %.0f ms; the start skew cannot be judged)",
                    error,
                    Thresholds.START_SKEW_MILLIS));
        }
        return reasons;
    }
}
