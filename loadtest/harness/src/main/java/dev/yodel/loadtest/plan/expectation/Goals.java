package dev.yodel.loadtest.plan.expectation;

import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import java.util.List;

/**
 * What is expected of a run.
 *
 * @param expectations each of them must be met
 * @param asked whether they were asked for; otherwise they are those that hold by default
 * @param abort whether to end the run when one is clearly missed
 */
public record Goals(List<Expectation> expectations, boolean asked, boolean abort) {

    /** Nothing is expected. */
    public static final Goals NONE = new Goals(List.of(), false, false);

    /** What is expected of a load where nothing else is asked for. */
    public static final Goals DEFAULT = new Goals(List.of(Expectation.parse("failed < 1%")), false, false);

    public Goals {
        expectations = List.copyOf(expectations);
    }

    /**
     * Checks that every request that an expectation names is in the plan.
     *
     * @throws IllegalArgumentException if not
     */
    public void check(LoadPlan plan) {
        List<String> names = plan.requests().stream().map(RequestPlan::name).toList();
        for (Expectation expectation : expectations) {
            String request = expectation.request();
            if (request != null && !names.contains(request)) {
                throw new IllegalArgumentException("--expect: %s: request %s (expected: %s)"
                        .formatted(expectation, request, String.join(" or ", names)));
            }
        }
    }
}
