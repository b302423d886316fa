package dev.yodel.loadtest.live;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The metrics of one scrape while they are gathered. Values that are no number are left out: they are no data. */
final class Snapshots {

    private final String prefix;
    private final List<Supplier<? extends MetricSnapshot>> built = new ArrayList<>();

    /** @param prefix what all names begin with */
    Snapshots(String prefix) {
        this.prefix = prefix;
    }

    Points gauge(String name, String help) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(prefix + name).help(help);
        built.add(gauge::build);
        return (labels, value) -> {
            if (Double.isFinite(value)) {
                gauge.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build());
            }
        };
    }

    /** Its name in a scrape ends with {@code _total}. */
    Points counter(String name, String help) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(prefix + name).help(help);
        built.add(counter::build);
        return (labels, value) -> counter.dataPoint(
                CounterDataPointSnapshot.builder().labels(labels).value(value).build());
    }

    void histogram(String name, String help, LatencyBuckets latency, Labels labels) {
        built.add(HistogramSnapshot.builder()
                .name(prefix + name)
                .unit(Unit.SECONDS)
                .help(help)
                .dataPoint(latency.snapshot(labels))::build);
    }

    MetricSnapshots all() {
        return new MetricSnapshots(
                built.stream().<MetricSnapshot>map(Supplier::get).toList());
    }

    /** The series of one metric. */
    interface Points {
        void add(Labels labels, double value);
    }
}
