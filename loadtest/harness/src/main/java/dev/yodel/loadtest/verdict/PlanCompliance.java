package dev.yodel.loadtest.verdict;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.Reason.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether a run achieved the rates of its plan. */
final class PlanCompliance {

    private PlanCompliance() {}

    /** The requests whose rate fell short; none if the window is too short to judge a rate. */
    static List<Reason> reasons(LoadPlan plan, List<RequestStats> requests, Window window) {
        return reasons(progress(plan, requests, Map.of(), window.seconds()), window.seconds());
    }

    /** The requests that fell short after that time. */
    static List<Reason> reasons(List<Progress> requests, double seconds) {
        List<Reason> reasons = new ArrayList<>();
        if (seconds < Thresholds.SHORTEST_WINDOW_SECONDS) {
            return reasons;
        }
        for (Progress request : requests) {
            if (request.achieved() < Thresholds.ACHIEVED_SHARE * request.planned()) {
                reasons.add(new Reason(
                        Kind.ACHIEVED_RATE,
                        String.format(
                                Locale.ROOT,
                                "%s: %,.1f %s/s (expected: at least %.0f %% of the %,.1f planned)",
                                request.request().name(),
                                request.achieved() / seconds,
                                request.request().arrival() instanceof Arrival.Streams ? "messages" : "calls",
                                Thresholds.ACHIEVED_SHARE * 100,
                                request.planned() / seconds)));
            }
        }
        return reasons;
    }

    /**
     * What was planned and what was achieved in the beginning of the window.
     *
     * @param open calls that are still open, by request name: achieved as well
     */
    static List<Progress> progress(LoadPlan plan, List<RequestStats> requests, Map<String, Long> open, double seconds) {
        List<Progress> all = new ArrayList<>();
        for (RequestPlan request : plan.requests()) {
            long achieved = requests.stream()
                    .filter(stats -> stats.name().equals(request.name()))
                    .mapToLong(stats -> achieved(request, stats))
                    .sum();
            if (!(request.arrival() instanceof Arrival.Streams)) {
                achieved += open.getOrDefault(request.name(), 0L);
            }
            all.add(new Progress(request, request.arrival().plannedBy(seconds), achieved));
        }
        return all;
    }

    /** Messages where streams are held open, calls otherwise. */
    private static long achieved(RequestPlan request, RequestStats stats) {
        return request.arrival() instanceof Arrival.Streams ? stats.messagesSent() : stats.count();
    }
}
