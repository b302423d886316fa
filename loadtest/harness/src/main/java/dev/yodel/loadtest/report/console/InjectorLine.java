package dev.yodel.loadtest.report.console;

import dev.yodel.loadtest.result.InjectorReadings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The readings of the load generator (the injector) in one line; a missing one is a dash. */
final class InjectorLine {

    private static final double PERCENT = 100;

    private InjectorLine() {}

    static String of(InjectorReadings readings) {
        return "load generator (injector): CPU %s, stolen %s, throttled %s, timer lag p99 %s and max %s, longest GC pause %d ms"
                .formatted(
                        percent("%.0f %%", readings.cpuShare()),
                        percent("%.1f %%", readings.stolenShare()),
                        percent("%.1f %%", readings.throttledShare()),
                        text("%.1f ms", readings.lagP99Millis()),
                        text("%.0f ms", readings.lagMaxMillis()),
                        readings.longestPauseMillis());
    }

    private static String percent(String format, @Nullable Double share) {
        return text(format, share == null ? null : share * PERCENT);
    }

    private static String text(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
