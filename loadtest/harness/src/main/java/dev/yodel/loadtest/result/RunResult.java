package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.LoadPlan;
import java.util.List;

/**
 * What a run measured.
 *
 * @param info id, name and labels of the run
 * @param plan the planned load
 * @param window the measured time window
 * @param injector readings of the load generator (the injector) in that window
 * @param requests statistics of the calls due in the window, one entry per request name, sorted by name. Includes planned
 *     requests without a call, unless the run ended before the window
 * @param channels statistics of the channels over the whole run, warm-up included, by target
 * @param timeline the window in intervals, followed by the calls that ended after it
 * @param stages statistics of what was due in each stage of a profile, by request and stage
 * @param slowest the slowest calls that were due in the window, the slowest first
 */
public record RunResult(
        RunInfo info,
        LoadPlan plan,
        Window window,
        InjectorReadings injector,
        List<RequestStats> requests,
        List<ChannelStats> channels,
        List<TimePoint> timeline,
        List<StageStats> stages,
        List<SlowCall> slowest) {

    public RunResult {
        requests = List.copyOf(requests);
        channels = List.copyOf(channels);
        timeline = List.copyOf(timeline);
        stages = List.copyOf(stages);
        slowest = List.copyOf(slowest);
    }

    /** A result without slowest calls. */
    public RunResult(
            RunInfo info,
            LoadPlan plan,
            Window window,
            InjectorReadings injector,
            List<RequestStats> requests,
            List<ChannelStats> channels,
            List<TimePoint> timeline,
            List<StageStats> stages) {
        this(info, plan, window, injector, requests, channels, timeline, stages, List.of());
    }

    /** A result without stages. */
    public RunResult(
            RunInfo info,
            LoadPlan plan,
            Window window,
            InjectorReadings injector,
            List<RequestStats> requests,
            List<ChannelStats> channels,
            List<TimePoint> timeline) {
        this(info, plan, window, injector, requests, channels, timeline, List.of());
    }

    /** The same with another name, and its window at another time. */
    public RunResult with(RunInfo newInfo, Window newWindow) {
        return new RunResult(newInfo, plan, newWindow, injector, requests, channels, timeline, stages, slowest);
    }

    /** Whether any call succeeded or any message was received. */
    public boolean anySuccess() {
        return requests.stream().anyMatch(request -> request.ok() > 0 || request.messagesReceived() > 0);
    }
}
