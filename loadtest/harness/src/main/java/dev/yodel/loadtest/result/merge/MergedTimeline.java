package dev.yodel.loadtest.result.merge;

import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.TimePoint;
import dev.yodel.loadtest.result.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The time lines of several load generators on one clock: what happened in the same part of time is added. */
final class MergedTimeline {

    private MergedTimeline() {}

    static List<TimePoint> of(List<RunResult> results, Window window) {
        double width = results.stream()
                .flatMap(result -> result.timeline().stream())
                .mapToDouble(TimePoint::seconds)
                .map(seconds -> Math.max(1, Math.round(seconds)))
                .max()
                .orElse(1);
        NavigableMap<Long, TimePoint> sums = new TreeMap<>();
        for (RunResult result : results) {
            double shift =
                    Duration.between(window.start(), result.window().start()).toNanos() / 1e9;
            NavigableMap<Long, TimePoint> own = new TreeMap<>();
            for (TimePoint point : result.timeline()) {
                double middle = shift + point.end() - point.seconds() / 2;
                own.merge((long) Math.floor(middle / width), point, TimePoint::plus);
            }
            own.forEach((slot, point) -> sums.merge(slot, at(point, slot, width), TimePoint::beside));
        }
        return new ArrayList<>(sums.values());
    }

    private static TimePoint at(TimePoint point, long slot, double width) {
        return new TimePoint((slot + 1) * width, width, point.requests(), point.openStreams(), point.health());
    }
}
