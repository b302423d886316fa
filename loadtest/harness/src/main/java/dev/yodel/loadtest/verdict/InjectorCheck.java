package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.verdict.Reason.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the load generator (the injector) was healthy. */
final class InjectorCheck {

    private static final double PERCENT = 100;

    private InjectorCheck() {}

    /** The readings that exceed their threshold; a missing reading exceeds none. */
    static List<Reason> reasons(InjectorReadings readings) {
        List<Reason> reasons = new ArrayList<>();
        for (Reading reading : all(readings)) {
            if (reading.found != null && reading.found > reading.most) {
                reasons.add(new Reason(
                        reading.kind,
                        "%s: %s (expected: at most %s)"
                                .formatted(reading.what, reading.text(reading.found), reading.text(reading.most))));
            }
        }
        return reasons;
    }

    /** Each reading as a share of its threshold: above 1, it is a reason. Without missing readings. */
    static Map<Kind, Double> shares(InjectorReadings readings) {
        Map<Kind, Double> shares = new EnumMap<>(Kind.class);
        for (Reading reading : all(readings)) {
            if (reading.found != null) {
                shares.put(reading.kind, reading.found / reading.most);
            }
        }
        return shares;
    }

    private static List<Reading> all(InjectorReadings readings) {
        double withheld = Thresholds.WITHHELD_SHARE * PERCENT;
        return List.of(
                new Reading(
                        Kind.INJECTOR_CPU,
                        "injector CPU",
                        "%.0f %%",
                        percent(readings.cpuShare()),
                        Thresholds.CPU_SHARE * PERCENT),
                new Reading(
                        Kind.STOLEN_CPU,
                        "CPU stolen by the host",
                        "%.1f %%",
                        percent(readings.stolenShare()),
                        withheld),
                new Reading(
                        Kind.THROTTLED_CPU,
                        "CPU throttled by a limit",
                        "%.1f %%",
                        percent(readings.throttledShare()),
                        withheld),
                new Reading(
                        Kind.TIMER_LAG_P99,
                        "timer lag p99",
                        "%.1f ms",
                        readings.lagP99Millis(),
                        Thresholds.LAG_P99_MILLIS),
                new Reading(
                        Kind.TIMER_LAG_MAX,
                        "timer lag max",
                        "%.0f ms",
                        readings.lagMaxMillis(),
                        Thresholds.LAG_MAX_MILLIS),
                new Reading(
                        Kind.LONGEST_GC_PAUSE,
                        "longest GC pause",
                        "%.0f ms",
                        (double) readings.longestPauseMillis(),
                        Thresholds.PAUSE_MILLIS),
                new Reading(
                        Kind.GC_PAUSES,
                        "GC pauses",
                        "%.1f %% of the time",
                        percent(readings.pauseShare()),
                        Thresholds.PAUSE_SHARE * PERCENT));
    }

    private static @Nullable Double percent(@Nullable Double share) {
        return share == null ? null : share * PERCENT;
    }

    private record Reading(
            Kind kind, String what, String format, @Nullable Double found, double most) {

        String text(double value) {
            return String.format(Locale.ROOT, format, value);
        }
    }
}
