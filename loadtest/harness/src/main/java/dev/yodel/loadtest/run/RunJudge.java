package dev.yodel.loadtest.run;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.health.InjectorHealth;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.verdict.ExpectationCheck;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Reason;
import dev.yodel.loadtest.verdict.RunningVerdict;
import java.util.List;

/** Judges a run at each reading, over the window so far. Thread-safe. */
final class RunJudge {

    private final LoadPlan plan;
    private final Goals goals;
    private final RunTime time;
    private final CallCounters calls;
    private final InjectorHealth health;
    private Judgement latest = new Judgement(RunningVerdict.none(), List.of(), List.of());

    RunJudge(LoadPlan plan, Goals goals, RunTime time, CallCounters calls, InjectorHealth health) {
        this.plan = plan;
        this.goals = goals;
        this.time = time;
        this.calls = calls;
        this.health = health;
    }

    /** Judges; the statistics are those of the window so far. */
    synchronized void read(List<RequestStats> counted) {
        double seconds =
                Math.min(time.window().seconds(), Math.max(0, time.sinceWindow().toNanos() / 1e9));
        latest = new Judgement(
                RunningVerdict.soFar(plan, health.readings(), counted, calls.openByName(), seconds),
                counted,
                ExpectationCheck.results(goals.ofWholeRun(), plan, counted, seconds));
    }

    /** The run has ended, with this result. */
    synchronized void end(JudgedResult result, List<Reason> reasons) {
        latest = new Judgement(latest.verdict.ended(reasons), result.result().requests(), result.expectations());
    }

    synchronized Judgement latest() {
        return latest;
    }

    record Judgement(RunningVerdict verdict, List<RequestStats> counted, List<ExpectationResult> expectations) {}
}
