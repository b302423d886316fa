package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.run.CallCounters;
import dev.yodel.loadtest.run.CallCounters.OutcomeKey;
import dev.yodel.loadtest.run.CallCounters.RequestKey;
import io.grpc.MethodDescriptor.MethodType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The metrics of a run for Prometheus, warm-up included. Latencies and messages are up to a second old: they are updated with
 * each interval, at no cost per call. Thread-safe.
 */
public final class LiveMetrics implements MultiCollector, IntervalReader {

    private static final String PREFIX = "yodel_client_";

    private final RunInfo info;
    private final Supplier<LoadPlan> plan;
    private final CallCounters calls;
    private final Map<RequestKey, RequestTotals> totals = new HashMap<>();
    private volatile Supplier<Phase> phase = () -> Phase.WARM_UP;

    public LiveMetrics(RunInfo info, LoadPlan plan, CallCounters calls) {
        this(info, () -> plan, calls);
    }

    /** @param plan its plan, as it is known now */
    LiveMetrics(RunInfo info, Supplier<LoadPlan> plan, CallCounters calls) {
        this.info = info;
        this.plan = plan;
        this.calls = calls;
    }

    /** Says where the phase of the run comes from; until then it is the warm-up. */
    public void follow(Supplier<Phase> phase) {
        this.phase = phase;
    }

    @Override
    public synchronized void read(Interval interval) {
        for (RequestStats stats : interval.all()) {
            RequestKey key = new RequestKey(stats.name(), stats.kind());
            totals.computeIfAbsent(key, k -> new RequestTotals()).add(stats);
        }
    }

    @Override
    public synchronized MetricSnapshots collect() {
        List<MetricSnapshot> metrics = new ArrayList<>(List.of(
                begun(),
                calls(),
                openCalls(),
                messages(),
                endedEarly(),
                plannedUsers(),
                buildInfo(),
                new RunInfoMetric(info, plan.get().target().toString()).at(phase.get())));
        metrics.addAll(histograms("", LatencyBuckets::snapshot));
        return new MetricSnapshots(metrics);
    }

    /**
     * The latencies once more, as native histograms: in names of their own, because Prometheus drops the classic buckets of
     * a metric that has both. Only the protobuf format has them.
     */
    MultiCollector nativeHistograms() {
        return () -> new MetricSnapshots(natives());
    }

    private synchronized List<MetricSnapshot> natives() {
        return histograms("_native", LatencyBuckets::nativeSnapshot);
    }

    /** Messages up to a second old, calls not. */
    private CounterSnapshot begun() {
        Map<RequestKey, Long> calls = new HashMap<>();
        this.calls.forEachBegun(calls::put);
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(PREFIX + "begun")
                .help("Calls that began, or messages sent where streams are held open: what planned_rate asks for.");
        for (RequestPlan request : plan.get().requests()) {
            RequestKey key = new RequestKey(request.name(), request.kind());
            RequestTotals total = totals.get(key);
            long messages = total == null ? 0 : total.messagesSent();
            boolean held = request.arrival() instanceof Arrival.Streams;
            counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(withUnit(request))
                    .value((double) (held ? messages : calls.getOrDefault(key, 0L)))
                    .build());
        }
        return counter.build();
    }

    /** The labels of a request, with what its rate counts. */
    static Labels withUnit(RequestPlan request) {
        return labels(new RequestKey(request.name(), request.kind()))
                .add("unit", request.arrival() instanceof Arrival.Streams ? "messages" : "calls");
    }

    private CounterSnapshot calls() {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(PREFIX + "calls").help("Calls that ended.");
        calls.forEachEnded((key, count) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels(key.request())
                        .add("status", status(key))
                        .add("failure_source", key.failureSource().name()))
                .value((double) count)
                .build()));
        return counter.build();
    }

    private static String status(OutcomeKey key) {
        return key.status() == null ? "NONE" : key.status().name();
    }

    private GaugeSnapshot openCalls() {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(PREFIX + "open_calls").help("Calls in flight.");
        calls.forEachOpen((key, count) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels(key))
                .value((double) count)
                .build()));
        return gauge.build();
    }

    private CounterSnapshot messages() {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(PREFIX + "messages").help("Messages on streams.");
        totals.forEach((key, total) -> {
            counter.dataPoint(messages(key, "sent", total.messagesSent()));
            counter.dataPoint(messages(key, "received", total.messagesReceived()));
        });
        return counter.build();
    }

    private static CounterDataPointSnapshot messages(RequestKey key, String direction, long count) {
        return CounterDataPointSnapshot.builder()
                .labels(labels(key).add("direction", direction))
                .value((double) count)
                .build();
    }

    private CounterSnapshot endedEarly() {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(PREFIX + "streams_ended_early")
                .help(
                        "Successful streams that the server ended with OK before the client was done: ended early by server.");
        totals.forEach((key, total) -> {
            if (key.kind() == MethodType.CLIENT_STREAMING || key.kind() == MethodType.BIDI_STREAMING) {
                counter.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(labels(key))
                        .value((double) total.endedEarly())
                        .build());
            }
        });
        return counter.build();
    }

    private List<MetricSnapshot> histograms(
            String suffix, BiFunction<LatencyBuckets, Labels, HistogramDataPointSnapshot> form) {
        List<MetricSnapshot> histograms = new ArrayList<>();
        for (LatencyMetric latency : LatencyMetric.values()) {
            HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                    .name(PREFIX + latency.text() + suffix + "_seconds")
                    .unit(Unit.SECONDS)
                    .help(latency.help());
            totals.forEach((key, total) -> {
                LatencyBuckets buckets = total.buckets(latency);
                if (!buckets.isEmpty()) {
                    histogram.dataPoint(form.apply(buckets, labels(key)));
                }
            });
            histograms.add(histogram.build());
        }
        return histograms;
    }

    private GaugeSnapshot plannedUsers() {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name(PREFIX + "planned_users")
                .help("Planned virtual users, each with one call or stream at a time.");
        for (RequestPlan request : plan.get().requests()) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(labels(new RequestKey(request.name(), request.kind())))
                    .value(request.users())
                    .build());
        }
        return gauge.build();
    }

    private GaugeSnapshot buildInfo() {
        return GaugeSnapshot.builder()
                .name(PREFIX + "build_info")
                .help("The version of the load test; always 1.")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("version", info.yodel()))
                        .value(1)
                        .build())
                .build();
    }

    private static Labels labels(RequestKey key) {
        return Labels.of("name", key.name(), "kind", key.kind().name());
    }
}
