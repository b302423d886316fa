package dev.yodel.loadtest.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was seen of the injector during the window.
 *
 * @param cpuShare its share of all processors it may use, 0 to 1
 * @param stolenShare the share of the machine's processors that its host gave to others, 0 to 1; 0 where nobody tells
 * @param throttledShare the share of its processors that a limit on its CPU time kept from it, 0 to 1; 0 where nobody tells
 * @param lagP99Millis the 99th percentile of how late a timer of 10 ms fired
 * @param lagMaxMillis the worst of it
 * @param longestPauseMillis the longest pause of the garbage collector
 * @param pauseShare the share of the window spent in such pauses, 0 to 1
 */
public record Observed(
        double cpuShare,
        double stolenShare,
        double throttledShare,
        double lagP99Millis,
        double lagMaxMillis,
        long longestPauseMillis,
        double pauseShare) {

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
        above(reasons, "injector CPU", "%.0f %%", cpuShare * PERCENT, CPU_SHARE * PERCENT);
        above(reasons, "CPU stolen by the host", "%.1f %%", stolenShare * PERCENT, WITHHELD_SHARE * PERCENT);
        above(reasons, "CPU throttled by a limit", "%.1f %%", throttledShare * PERCENT, WITHHELD_SHARE * PERCENT);
        above(reasons, "timer lag p99", "%.1f ms", lagP99Millis, LAG_P99_MILLIS);
        above(reasons, "timer lag max", "%.0f ms", lagMaxMillis, LAG_MAX_MILLIS);
        above(reasons, "longest GC pause", "%.0f ms", (double) longestPauseMillis, PAUSE_MILLIS);
        above(reasons, "GC pauses", "%.1f %% of the time", pauseShare * PERCENT, PAUSE_SHARE * PERCENT);
        return reasons;
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "CPU %.0f %%, stolen %.1f %%, throttled %.1f %%, timer lag p99 %.1f ms and max %.0f ms, longest GC pause %d ms",
                cpuShare * PERCENT,
                stolenShare * PERCENT,
                throttledShare * PERCENT,
                lagP99Millis,
                lagMaxMillis,
                longestPauseMillis);
    }

    private static void above(List<String> reasons, String what, String form, double found, double most) {
        if (found > most) {
            reasons.add(
                    String.format(Locale.ROOT, "%s: " + form + " (expected: at most " + form + ")", what, found, most));
        }
    }
}
