package dev.yodel.loadtest.run;

import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalReader;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.verdict.EarlyMisses;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ends a run early whose expectations are clearly missed: one of the window so far, or of a stage so far, at five readings in
 * a row. One bad second at the beginning is no reason. Read on one thread.
 */
final class GoalWatch implements IntervalReader {

    static final int READINGS = 5;

    private final Goals goals;
    private final LoadPlan plan;
    private final Function<Set<Integer>, List<StageStats>> stages;
    private final Supplier<Map<String, Long>> open;
    private final Runnable end;
    private final Totals totals = new Totals();
    private double seconds;
    private Map<Expectation, Integer> inARow = Map.of();
    private List<ExpectationResult> atEnd = List.of();

    /**
     * A watch that has read nothing.
     *
     * @param stages statistics of the stages with these numbers, of those that the run has reached
     * @param open open calls by request name
     * @param end ends the run
     */
    GoalWatch(
            Goals goals,
            LoadPlan plan,
            Function<Set<Integer>, List<StageStats>> stages,
            Supplier<Map<String, Long>> open,
            Runnable end) {
        this.goals = goals;
        this.plan = plan;
        this.stages = stages;
        this.open = open;
        this.end = end;
    }

    @Override
    public synchronized void read(Interval interval) {
        if (!goals.abort() || interval.phase() != Phase.WINDOW || !atEnd.isEmpty()) {
            return;
        }
        totals.add(interval.counted());
        seconds += interval.seconds();
        List<ExpectationResult> missed = new EarlyMisses(
                        plan, totals.stats(), seconds, stages.apply(goals.stages()), open.get())
                .of(goals.expectations());
        Map<Expectation, Integer> before = inARow;
        inARow = new HashMap<>();
        missed.forEach(result -> inARow.put(result.expectation(), before.getOrDefault(result.expectation(), 0) + 1));
        if (inARow.containsValue(READINGS)) {
            atEnd = missed;
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
