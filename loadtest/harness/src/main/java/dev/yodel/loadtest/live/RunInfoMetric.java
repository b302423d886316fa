package dev.yodel.loadtest.live;

import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.RunInfo;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which run the metrics belong to, and its phase: one series with the value 1, whose label {@code phase} changes. A label of
 * the run is {@code label_} and its key, in the characters that Prometheus allows; {@link RunInfo} bounds their number and
 * length.
 */
record RunInfoMetric(RunInfo info, String target) {

    GaugeSnapshot at(Phase phase) {
        return GaugeSnapshot.builder()
                .name("yodel_run_info")
                .help("The run that these metrics belong to, and its phase; always 1.")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels(phase))
                        .value(1)
                        .build())
                .build();
    }

    private Labels labels(Phase phase) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run_id", info.runId());
        labels.put("name", info.title());
        labels.put("target", target);
        labels.put("phase", text(phase));
        // two keys may become one name: the first in the order of the alphabet stays
        info.labels()
                .forEach((key, value) -> labels.putIfAbsent("label_" + key.replaceAll("[^A-Za-z0-9_]", "_"), value));
        return Labels.of(labels.keySet().toArray(String[]::new), labels.values().toArray(String[]::new));
    }

    private static String text(Phase phase) {
        return switch (phase) {
            case WARM_UP -> "warm_up";
            case WINDOW -> "measuring";
            case COOL_DOWN -> "cool_down";
            case DRAIN -> "ended";
        };
    }
}
