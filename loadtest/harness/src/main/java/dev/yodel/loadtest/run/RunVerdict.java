package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.Origin;
import dev.yodel.loadtest.health.Observed;
import dev.yodel.loadtest.health.Verdict;
import dev.yodel.loadtest.plan.Durations;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.Window;
import java.util.ArrayList;
import java.util.List;

/** What speaks against the figures of a run: the injector, a plan that was not kept, calls that were cut off. */
final class RunVerdict {

    private RunVerdict() {}

    static Verdict of(LoadPlan plan, List<RequestResult> requests, Window window, Observed injector) {
        if (window.seconds() <= 0) {
            return Verdict.of(List.of("measured: nothing, stopped before the warm-up of %s was over"
                    .formatted(Durations.format(plan.warmUp()))));
        }
        List<String> reasons = new ArrayList<>(injector.reasons());
        if (requests.isEmpty()) {
            reasons.add("measured: nothing, no call was made (expected: at least one)");
        }
        reasons.addAll(PlanKept.reasons(plan, requests, window));
        for (RequestResult request : requests) {
            long cutOff = request.origins().getOrDefault(Origin.CANCELLED, 0L);
            if (cutOff > 0) {
                reasons.add("%s: %,d calls cut off by the end of the run, in no figure (expected: 0)"
                        .formatted(request.name(), cutOff));
            }
        }
        return Verdict.of(reasons);
    }
}
