package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.live.CallCounts.OutcomeKey;
import dev.yodel.loadtest.live.CallCounts.RequestKey;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalReader;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of a run for Prometheus, the warm-up included. Latencies and messages stand as they were at the last
 * reading of the run, about a second ago at most, so that they cost nothing per call. Thread-safe.
 */
public final class LiveMetrics implements MultiCollector, IntervalReader {

    private static final String PREFIX = "yodel_client_";

    private final String version;
    private final LoadPlan plan;
    private final CallCounts calls;
    private final Map<RequestKey, RequestTotals> totals = new HashMap<>();

    public LiveMetrics(String version, LoadPlan plan, CallCounts calls) {
        this.version = version;
        this.plan = plan;
        this.calls = calls;
    }

    @Override
    public synchronized void read(Interval interval) {
        for (RequestStats figures : interval.all()) {
            RequestKey key = new RequestKey(figures.name(), figures.kind());
            totals.computeIfAbsent(key, k -> new RequestTotals()).add(figures);
        }
    }

    @Override
    public synchronized MetricSnapshots collect() {
        return MetricSnapshots.of(
                calls(),
                openCalls(),
                messages(),
                latency(
                        "service_time",
                        "Time of calls from hand-over to the channel to their end.",
                        t -> t.serviceTime),
                latency(
                        "response_time",
                        "Time of calls from the moment they were due to their end.",
                        t -> t.responseTime),
                latency(
                        "message_round_trip",
                        "Time from the moment a message on a stream was due to its answer.",
                        t -> t.roundTrip),
                latency("first_message", "Time from opening a stream to its first message.", t -> t.firstMessage),
                planned(
                        "target_users",
                        "Users planned to be at work at the same time, each with one call or stream.",
                        request -> request.users()),
                planned(
                        "target_rate",
                        "Calls planned per second, or messages sent where streams are held open; 0 if none are planned.",
                        request -> request.arrival().targetPerSecond().orElse(0)),
                buildInfo());
    }

    private CounterSnapshot calls() {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(PREFIX + "calls").help("Calls that ended.");
        calls.forEachEnded((key, count) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels(key.request())
                        .add("status", status(key))
                        .add("origin", key.origin().name()))
                .value((double) count)
                .build()));
        return counter.build();
    }

    private static String status(OutcomeKey key) {
        return key.status() == null ? "NONE" : key.status().name();
    }

    private GaugeSnapshot openCalls() {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(PREFIX + "open_calls").help("Calls that have begun and not ended.");
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
            counter.dataPoint(messages(key, "sent", total.messagesSent));
            counter.dataPoint(messages(key, "received", total.messagesReceived));
        });
        return counter.build();
    }

    private static CounterDataPointSnapshot messages(RequestKey key, String direction, long count) {
        return CounterDataPointSnapshot.builder()
                .labels(labels(key).add("direction", direction))
                .value((double) count)
                .build();
    }

    private HistogramSnapshot latency(String name, String help, Function<RequestTotals, LatencyBuckets> buckets) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name(PREFIX + name + "_seconds")
                .unit(Unit.SECONDS)
                .help(help);
        totals.forEach((key, total) -> {
            LatencyBuckets latency = buckets.apply(total);
            if (!latency.isEmpty()) {
                histogram.dataPoint(latency.snapshot(labels(key)));
            }
        });
        return histogram.build();
    }

    private GaugeSnapshot planned(String name, String help, ToDoubleFunction<RequestPlan> figure) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        for (RequestPlan request : plan.requests()) {
            gauge.dataPoint(GaugeDataPointSnapshot.builder()
                    .labels(labels(new RequestKey(request.name(), request.kind())))
                    .value(figure.applyAsDouble(request))
                    .build());
        }
        return gauge.build();
    }

    private GaugeSnapshot buildInfo() {
        return GaugeSnapshot.builder()
                .name(PREFIX + "build_info")
                .help("The version of the load test; always 1.")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("version", version))
                        .value(1)
                        .build())
                .build();
    }

    private static Labels labels(RequestKey key) {
        return Labels.of("name", key.name(), "kind", key.kind().name());
    }

    /** What has been read of one request name since the run began. */
    private static final class RequestTotals {

        private final LatencyBuckets serviceTime = new LatencyBuckets();
        private final LatencyBuckets responseTime = new LatencyBuckets();
        private final LatencyBuckets roundTrip = new LatencyBuckets();
        private final LatencyBuckets firstMessage = new LatencyBuckets();
        private long messagesSent;
        private long messagesReceived;

        void add(RequestStats figures) {
            serviceTime.add(figures.serviceTime());
            responseTime.add(figures.responseTime());
            roundTrip.add(figures.roundTrip());
            firstMessage.add(figures.firstMessage());
            messagesSent += figures.messagesSent();
            messagesReceived += figures.messagesReceived();
        }
    }
}
