package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.MessagesResult;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a run made the calls that its plan asked for. */
final class PlanCompliance {

    private static final double LEAST = 0.90;
    private static final double SHORTEST_SECONDS = 1;

    private PlanCompliance() {}

    /** Where it did not; nothing is said of a window too short to tell. */
    static List<String> reasons(LoadPlan plan, List<RequestResult> results, Window window) {
        List<String> reasons = new ArrayList<>();
        if (window.seconds() < SHORTEST_SECONDS) {
            return reasons;
        }
        for (RequestPlan request : plan.requests()) {
            double target = request.arrival().targetPerSecond().orElse(0);
            double achieved = results.stream()
                    .filter(result -> result.name().equals(request.name()))
                    .mapToDouble(result -> acts(request, result) / window.seconds())
                    .sum();
            if (achieved < LEAST * target) {
                reasons.add(String.format(
                        Locale.ROOT,
                        "%s: %,.1f %s/s (expected: at least %.0f %% of the %,.1f planned)",
                        request.name(),
                        achieved,
                        request.arrival() instanceof Arrival.Streams ? "messages" : "calls",
                        LEAST * 100,
                        target));
            }
        }
        return reasons;
    }

    private static long acts(RequestPlan request, RequestResult result) {
        MessagesResult messages = result.messages();
        return request.arrival() instanceof Arrival.Streams && messages != null ? messages.sent() : result.count();
    }
}
