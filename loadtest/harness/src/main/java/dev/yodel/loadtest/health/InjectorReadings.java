package dev.yodel.loadtest.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of the injector during the window; null where it was too short to tell.
 *
 * @param cpuShare its share of all processors it may use, 0 to 1
 * @param stolenShare the share of the machine's processors that its host gave to others, 0 to 1; 0 where nobody tells
 * @param throttledShare the share of its processors that a limit on its CPU time kept from it, 0 to 1; 0 where nobody tells
 * @param lagP99Millis the 99th percentile of how late a timer of 10 ms fired
 * @param lagMaxMillis the worst of it
 * @param longestPauseMillis the longest pause of the garbage collector
 * @param pauseShare the share of the window spent in such pauses, 0 to 1
 */
public record InjectorReadings(
        @Nullable Double cpuShare,
        @Nullable Double stolenShare,
        @Nullable Double throttledShare,
        @Nullable Double lagP99Millis,
        @Nullable Double lagMaxMillis,
        long longestPauseMillis,
        @Nullable Double pauseShare) {

    private static final double CPU_SHARE = 0.90;
    private static final double WITHHELD_SHARE = 0.05;
    private static final double LAG_P99_MILLIS = 10;
    private static final double LAG_MAX_MILLIS = 250;
    private static final double PAUSE_MILLIS = 100;
    private static final double PAUSE_SHARE = 0.05;
    private static final double PERCENT = 100;

    /** What of it speaks against the figures. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        above(reasons, "injector CPU", "%.0f %%", percent(cpuShare), CPU_SHARE * PERCENT);
        above(reasons, "CPU stolen by the host", "%.1f %%", percent(stolenShare), WITHHELD_SHARE * PERCENT);
        above(reasons, "CPU throttled by a limit", "%.1f %%", percent(throttledShare), WITHHELD_SHARE * PERCENT);
        above(reasons, "timer lag p99", "%.1f ms", lagP99Millis, LAG_P99_MILLIS);
        above(reasons, "timer lag max", "%.0f ms", lagMaxMillis, LAG_MAX_MILLIS);
        above(reasons, "longest GC pause", "%.0f ms", (double) longestPauseMillis, PAUSE_MILLIS);
        above(reasons, "GC pauses", "%.1f %% of the time", percent(pauseShare), PAUSE_SHARE * PERCENT);
        return reasons;
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        return "CPU %s, stolen %s, throttled %s, timer lag p99 %s and max %s, longest GC pause %d ms"
                .formatted(
                        text("%.0f %%", percent(cpuShare)),
                        text("%.1f %%", percent(stolenShare)),
                        text("%.1f %%", percent(throttledShare)),
                        text("%.1f ms", lagP99Millis),
                        text("%.0f ms", lagMaxMillis),
                        longestPauseMillis);
    }

    private static @Nullable Double percent(@Nullable Double share) {
        return share == null ? null : share * PERCENT;
    }

    private static String text(String form, @Nullable Double found) {
        return found == null ? "-" : String.format(Locale.ROOT, form, found);
    }

    private static void above(List<String> reasons, String what, String form, @Nullable Double found, double most) {
        if (found != null && found > most) {
            reasons.add("%s: %s (expected: at most %s)".formatted(what, text(form, found), text(form, most)));
        }
    }
}
