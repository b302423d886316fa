package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.verdict.ExpectationCheck;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.util.List;

/**
 * Ends a run early whose expectations are clearly missed: those of the window so far, at five readings in a row. One bad
 * second at the beginning is no reason. Those of a stage are judged at the end of the run. Read on one thread.
 */
final class GoalWatch implements IntervalReader {

    static final int READINGS = 5;

    private final Goals goals;
    private final LoadPlan plan;
    private final Runnable end;
    private final Totals totals = new Totals();
    private double seconds;
    private int missed;
    private List<ExpectationResult> atEnd = List.of();

    /** @param end ends the run */
    GoalWatch(Goals goals, LoadPlan plan, Runnable end) {
        this.goals = goals;
        this.plan = plan;
        this.end = end;
    }

    @Override
    public synchronized void read(Interval interval) {
        if (!goals.abort() || interval.phase() != Phase.WINDOW || !atEnd.isEmpty()) {
            return;
        }
        totals.add(interval.counted());
        seconds += interval.seconds();
        List<RequestStats> soFar = totals.stats();
        List<ExpectationResult> results = ExpectationCheck.results(goals.ofWholeRun(), plan, soFar, seconds);
        missed = results.stream().allMatch(ExpectationResult::met) ? 0 : missed + 1;
        if (missed == READINGS) {
            atEnd = results;
            end.run();
        }
    }

    /** The result; what was missed when the run was ended for it stays missed. */
    synchronized JudgedResult seal(JudgedResult judged) {
        if (atEnd.isEmpty()) {
            return judged;
        }
        List<ExpectationResult> sealed =
                judged.expectations().stream().map(this::sealed).toList();
        return new JudgedResult(judged.result(), judged.verdict(), judged.goals(), sealed);
    }

    private ExpectationResult sealed(ExpectationResult last) {
        return atEnd.stream()
                .filter(then -> last.met() && !then.met() && then.expectation().equals(last.expectation()))
                .findFirst()
                .orElse(last);
    }
}
