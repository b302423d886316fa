package dev.yodel.loadtest.verdict;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.expectation.Comparison;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Figure;
import dev.yodel.loadtest.result.StageStats;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expectations that a run misses so far, without those that only its end can decide: a count that may still grow, a rate
 * that rises or falls by plan, a stage that is not reached, and whatever has no call yet.
 *
 * @param requests statistics of the window so far
 * @param seconds the length of the window so far
 * @param stages statistics of the stages reached so far
 * @param open open calls by request name
 */
public record EarlyMisses(
        LoadPlan plan, List<RequestStats> requests, double seconds, List<StageStats> stages, Map<String, Long> open) {

    public EarlyMisses {
        requests = List.copyOf(requests);
        stages = List.copyOf(stages);
        open = Map.copyOf(open);
    }

    /** Those of the expectations that are missed. */
    public List<ExpectationResult> of(List<Expectation> expectations) {
        return expectations.stream()
                .map(expectation -> result(expectation, check(expectation)))
                .filter(result -> !result.met())
                .toList();
    }

    private ExpectationCheck check(Expectation expectation) {
        return ExpectationCheck.of(expectation, plan, requests, seconds, stages);
    }

    private ExpectationResult result(Expectation expectation, ExpectationCheck check) {
        ExpectationResult result = check.result(expectation);
        return result.met() || decided(expectation, check, result)
                ? result
                : new ExpectationResult(expectation, true, result.value(), result.found());
    }

    private boolean decided(Expectation expectation, ExpectationCheck check, ExpectationResult missed) {
        List<ExpectationCheck.Measured> meant = check.meant(expectation);
        if (meant.stream().allMatch(each -> each.stats().count() + each.stats().messagesSent() == 0)) {
            return false;
        }
        double value = missed.value() == null ? 0 : missed.value();
        Figure figure = expectation.figure();
        if (figure instanceof Figure.PerSecond) {
            return isSteady(expectation) && !mayBe(expectation, value + inFlight(meant));
        }
        boolean counts = (figure instanceof Figure.Failed failed && !failed.share())
                || (figure instanceof Figure.Ended ended && !ended.share());
        return !counts || staysMissed(expectation, value);
    }

    /** Whether a count that only grows cannot meet the expectation any more. */
    private static boolean staysMissed(Expectation expectation, double count) {
        return switch (expectation.comparison()) {
            case BELOW, AT_MOST -> true;
            case EQUAL -> count > expectation.bound();
            case UNEQUAL, ABOVE, AT_LEAST -> false;
        };
    }

    /** Whether the rate with the calls in flight, and one that is due just now, meets the expectation. */
    private static boolean mayBe(Expectation expectation, double highest) {
        Comparison comparison = expectation.comparison();
        return !comparison.isOrder() || comparison.holds(highest, expectation.bound());
    }

    private double inFlight(List<ExpectationCheck.Measured> meant) {
        return meant.stream()
                .filter(each -> each.seconds() > 0)
                .mapToDouble(each -> (open.getOrDefault(each.stats().name(), 0L) + 1) / each.seconds())
                .sum();
    }

    /** Whether the plan has the same load all the time that the expectation is limited to. */
    private boolean isSteady(Expectation expectation) {
        return plan.requests().stream()
                .filter(request ->
                        expectation.request() == null || request.name().equals(expectation.request()))
                .allMatch(request -> isSteady(request, expectation.stage()));
    }

    private static boolean isSteady(RequestPlan request, @Nullable Integer number) {
        Profile profile = request.arrival().profile();
        if (profile == null) {
            return true;
        }
        if (number == null || number > profile.stages().size()) {
            return false;
        }
        Profile.Stage stage = profile.stages().get(number - 1);
        return stage.from() == stage.to();
    }
}
