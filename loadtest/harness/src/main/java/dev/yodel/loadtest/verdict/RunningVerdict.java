package dev.yodel.loadtest.verdict;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.result.InjectorReadings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The verdict on a run so far: every threshold that can be judged before the end, over the window until now. What only the
 * end decides, such as calls that are cut off, is no reason yet.
 *
 * @param judged whether enough of the window is over
 * @param reasons why the result would be suspect; empty if it would be valid
 * @param shares readings of the load generator, each as a share of its threshold: above 1, it is a reason
 * @param progress what was planned and achieved, by request
 */
public record RunningVerdict(
        boolean judged, List<Reason> reasons, Map<Reason.Kind, Double> shares, List<Progress> progress) {

    public RunningVerdict {
        reasons = List.copyOf(reasons);
        shares = Map.copyOf(shares);
        progress = List.copyOf(progress);
    }

    /** Nothing was measured yet. */
    public static RunningVerdict none() {
        return new RunningVerdict(false, List.of(), Map.of(), List.of());
    }

    /**
     * Judges a run while it is running.
     *
     * @param requests statistics of the window so far
     * @param open open calls by request name
     * @param seconds the length of the window so far
     */
    public static RunningVerdict soFar(
            LoadPlan plan,
            InjectorReadings injector,
            List<RequestStats> requests,
            Map<String, Long> open,
            double seconds) {
        boolean judged = seconds >= Thresholds.SHORTEST_JUDGED_SECONDS;
        List<Progress> progress = PlanCompliance.progress(plan, requests, open, seconds);
        List<Reason> reasons = new ArrayList<>();
        if (judged) {
            reasons.addAll(InjectorCheck.reasons(injector));
            reasons.addAll(PlanCompliance.reasons(progress, seconds));
            requests.forEach(request -> RunVerdict.checkRunning(reasons, plan, request));
        }
        return new RunningVerdict(judged, reasons, InjectorCheck.shares(injector), progress);
    }

    /** The final verdict of a run, with the last readings. */
    public RunningVerdict ended(List<Reason> all) {
        return new RunningVerdict(true, all, shares, progress);
    }
}
