package dev.yodel.loadtest.live;

import dev.yodel.gatling.grpc.stats.BackendStats;
import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.health.CpuTimes;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.run.LoadRun;
import dev.yodel.loadtest.run.RunState;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.Progress;
import dev.yodel.loadtest.verdict.Reason;
import dev.yodel.loadtest.verdict.RunningVerdict;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Whether a run can be trusted, for Prometheus, while it is running: its verdict so far with every reason, what was planned
 * and what was achieved, the health of the load generator, and what the result counts so far. Thread-safe.
 */
public final class HealthMetrics implements MultiCollector {

    private final LoadRun run;
    private final LatencyBuckets timerLag = new LatencyBuckets();

    public HealthMetrics(LoadRun run) {
        this.run = run;
    }

    @Override
    public synchronized MetricSnapshots collect() {
        RunState state = run.state();
        Snapshots metrics = new Snapshots("yodel_client_");
        verdict(metrics, state);
        plan(metrics, state);
        health(metrics, state);
        channels(metrics, state);
        counted(metrics, state);
        return metrics.all();
    }

    private void verdict(Snapshots metrics, RunState state) {
        RunningVerdict verdict = state.verdict();
        metrics.gauge("verdict", "The verdict so far, at the end the final one: 0 not judged yet, 1 VALID, 2 SUSPECT.")
                .add(Labels.EMPTY, !verdict.judged() ? 0 : verdict.reasons().isEmpty() ? 1 : 2);
        Set<Reason.Kind> reasons = EnumSet.noneOf(Reason.Kind.class);
        verdict.reasons().forEach(reason -> reasons.add(reason.kind()));
        Snapshots.Points all =
                metrics.gauge("verdict_reason", "1 for each reason why the run is suspect so far, 0 for all others.");
        for (Reason.Kind kind : Reason.Kind.values()) {
            all.add(Labels.of("reason", kind.name()), reasons.contains(kind) ? 1 : 0);
        }
        Snapshots.Points shares = metrics.gauge(
                "threshold_ratio",
                "Readings of the load generator in the measured window so far, each divided by its threshold: above 1"
                        + " the run is suspect.");
        verdict.shares().forEach((kind, share) -> shares.add(Labels.of("reason", kind.name()), share));
        Snapshots.Points met = metrics.gauge(
                "expectation_met", "1 for each expectation that the run meets so far, 0 if it misses it.");
        for (ExpectationResult result : state.expectations()) {
            if (result.value() != null) {
                met.add(Labels.of("expectation", result.expectation().toString()), result.met() ? 1 : 0);
            }
        }
        metrics.gauge("window_start_time_seconds", "When the measured window starts or started, as a Unix time.")
                .add(Labels.of("run_id", run.runId()), run.windowStart().toEpochMilli() / 1e3);
    }

    private void plan(Snapshots metrics, RunState state) {
        Snapshots.Points planned = metrics.gauge(
                "planned_rate",
                "Calls per second, or messages sent per second where streams are held open, that the plan asks for now;"
                        + " 0 without a planned rate and after the end.");
        Snapshots.Points stages = metrics.gauge(
                "stage",
                "The stage of the profile that the run is in; always 1, absent before the first and after the last.");
        for (RequestPlan request : run.plan().requests()) {
            Duration since = state.sinceWindow().isNegative() ? Duration.ZERO : state.sinceWindow();
            double rate = request.arrival().plannedPerSecond(since).orElse(0);
            planned.add(LiveMetrics.withUnit(request), state.over() ? 0 : rate);
            Profile profile = request.arrival().profile();
            Integer stage =
                    profile == null ? null : profile.stageAt(state.sinceWindow().toNanos());
            if (profile != null && stage != null) {
                String text = "%d: %s".formatted(stage + 1, profile.stages().get(stage));
                stages.add(labels(request).add("stage", text), 1);
            }
        }
        progress(
                metrics.gauge(
                        "due",
                        "What the plan asks for in the measured window so far: calls, or messages where streams are held open."),
                state,
                Progress::planned);
        progress(
                metrics.gauge("achieved", "What of it has begun, calls in flight included."),
                state,
                Progress::achieved);
        progress(
                metrics.gauge("missing", "Arrivals of the measured window so far that are due and have not begun."),
                state,
                Progress::missing);
    }

    private static void progress(Snapshots.Points points, RunState state, ToDoubleFunction<Progress> value) {
        for (Progress progress : state.verdict().progress()) {
            if (progress.planned() > 0) {
                points.add(labels(progress.request()), value.applyAsDouble(progress));
            }
        }
    }

    private void health(Snapshots metrics, RunState state) {
        timerLag.add(run.takeTimerLag());
        metrics.histogram(
                "timer_lag_seconds", "How late a 10 ms timer of the load generator fired.", timerLag, Labels.EMPTY);
        CpuTimes cpu = state.cpu();
        metrics.counter("machine_cpu_seconds", "CPU time used by all processes of the load generator's machine.")
                .add(Labels.EMPTY, cpu.machine() / 1e9);
        metrics.counter("stolen_cpu_seconds", "CPU time that the host gave to others.")
                .add(Labels.EMPTY, cpu.stolen() / 1e9);
        metrics.counter("throttled_cpu_seconds", "CPU time that a limit withheld from the load generator.")
                .add(Labels.EMPTY, cpu.throttled() / 1e9);
        metrics.gauge("machine_processors", "Processors of the load generator's machine.")
                .add(Labels.EMPTY, cpu.processors());
    }

    private static void channels(Snapshots metrics, RunState state) {
        metrics.counter(
                        "stream_slot_waits",
                        "Calls that waited because a connection had all streams that the server allows.")
                .add(
                        Labels.EMPTY,
                        backends(state, backend -> backend.streamWaits().count()));
        metrics.counter("stream_slot_wait_seconds", "Time that these calls waited.")
                .add(
                        Labels.EMPTY,
                        backends(state, backend -> backend.streamWaits().totalNanos()) / 1e9);
        metrics.gauge("connections_open", "Open connections.")
                .add(Labels.EMPTY, backends(state, BackendStats::openConnections));
        metrics.counter("connections_failed", "Connections that could not be established.")
                .add(
                        Labels.EMPTY,
                        state.channels().stream()
                                .mapToDouble(ChannelStats::failedConnections)
                                .sum());
    }

    private static double backends(RunState state, ToDoubleFunction<BackendStats> value) {
        return state.channels().stream()
                .flatMap(channel -> channel.backends().stream())
                .mapToDouble(value)
                .sum();
    }

    private static void counted(Snapshots metrics, RunState state) {
        Snapshots.Points calls = metrics.counter(
                "counted_calls", "Calls that the result counts so far: those due in the measured window.");
        Snapshots.Points messages = metrics.counter(
                "counted_messages", "Messages that the result counts so far: those due in the measured window.");
        for (RequestStats stats : state.counted()) {
            Labels labels = Labels.of("name", stats.name(), "kind", stats.kind().name());
            calls.add(labels.add("outcome", "ok"), (double) stats.ok());
            calls.add(labels.add("outcome", "failed"), (double) stats.failed());
            calls.add(labels.add("outcome", "cut_off"), (double) stats.cutOff());
            messages.add(labels.add("direction", "sent"), (double) stats.messagesSent());
            messages.add(labels.add("direction", "received"), (double) stats.messagesReceived());
        }
    }

    private static Labels labels(RequestPlan request) {
        return Labels.of("name", request.name(), "kind", request.kind().name());
    }
}
