package dev.yodel.loadtest.result.merge;

import dev.yodel.loadtest.result.InjectorReadings;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The worst reading of each kind: one load generator that was not healthy distorts the sum. */
final class MergedReadings {

    private MergedReadings() {}

    static InjectorReadings worst(List<InjectorReadings> readings) {
        return new InjectorReadings(
                max(readings, InjectorReadings::cpuShare),
                max(readings, InjectorReadings::stolenShare),
                max(readings, InjectorReadings::throttledShare),
                max(readings, InjectorReadings::lagP99Millis),
                max(readings, InjectorReadings::lagMaxMillis),
                readings.stream()
                        .mapToLong(InjectorReadings::longestPauseMillis)
                        .max()
                        .orElse(0),
                max(readings, InjectorReadings::pauseShare));
    }

    private static @Nullable Double max(
            List<InjectorReadings> readings, Function<InjectorReadings, @Nullable Double> reading) {
        return readings.stream()
                .map(reading)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
    }
}
