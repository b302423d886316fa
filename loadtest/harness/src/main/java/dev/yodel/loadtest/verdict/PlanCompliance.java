package dev.yodel.loadtest.verdict;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a run achieved the rates of its plan. */
final class PlanCompliance {

    private PlanCompliance() {}

    /** The requests whose rate fell short; none if the window is too short to judge a rate. */
    static List<String> reasons(LoadPlan plan, List<RequestStats> requests, Window window) {
        List<String> reasons = new ArrayList<>();
        if (window.seconds() < Thresholds.SHORTEST_WINDOW_SECONDS) {
            return reasons;
        }
        for (RequestPlan request : plan.requests()) {
            double planned = request.arrival().plannedPerSecond().orElse(0);
            double achieved = requests.stream()
                    .filter(stats -> stats.name().equals(request.name()))
                    .mapToDouble(stats -> achieved(request, stats) / window.seconds())
                    .sum();
            if (achieved < Thresholds.ACHIEVED_SHARE * planned) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "%s: %,.1f %s/s (expected: at least %.0f %% of the %,.1f planned)",
                        request.name(),
                        achieved,
                        request.arrival() instanceof Arrival.Streams ? "messages" : "calls",
                        Thresholds.ACHIEVED_SHARE * 100,
                        planned));
            }
        }
        return reasons;
    }

    /** Messages where streams are held open, calls otherwise. */
    private static long achieved(RequestPlan request, RequestStats stats) {
        return request.arrival() instanceof Arrival.Streams ? stats.messagesSent() : stats.count();
    }
}
