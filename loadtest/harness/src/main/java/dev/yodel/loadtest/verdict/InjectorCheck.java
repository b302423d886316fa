package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.result.InjectorReadings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the load generator (the injector) was healthy. */
final class InjectorCheck {

    private static final double PERCENT = 100;

    private InjectorCheck() {}

    /** The readings that exceed their threshold; a missing reading exceeds none. */
    static List<String> reasons(InjectorReadings readings) {
        double withheld = Thresholds.WITHHELD_SHARE * PERCENT;
        List<String> reasons = new ArrayList<>();
        check(reasons, "injector CPU", "%.0f %%", percent(readings.cpuShare()), Thresholds.CPU_SHARE * PERCENT);
        check(reasons, "CPU stolen by the host", "%.1f %%", percent(readings.stolenShare()), withheld);
        check(reasons, "CPU throttled by a limit", "%.1f %%", percent(readings.throttledShare()), withheld);
        check(reasons, "timer lag p99", "%.1f ms", readings.lagP99Millis(), Thresholds.LAG_P99_MILLIS);
        check(reasons, "timer lag max", "%.0f ms", readings.lagMaxMillis(), Thresholds.LAG_MAX_MILLIS);
        check(reasons, "longest GC pause", "%.0f ms", (double) readings.longestPauseMillis(), Thresholds.PAUSE_MILLIS);
        check(
                reasons,
                "GC pauses",
                "%.1f %% of the time",
                percent(readings.pauseShare()),
                Thresholds.PAUSE_SHARE * PERCENT);
        return reasons;
    }

    private static @Nullable Double percent(@Nullable Double share) {
        return share == null ? null : share * PERCENT;
    }

    private static void check(List<String> reasons, String what, String format, @Nullable Double found, double most) {
        if (found != null && found > most) {
            reasons.add("%s: %s (expected: at most %s)".formatted(what, text(format, found), text(format, most)));
        }
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
