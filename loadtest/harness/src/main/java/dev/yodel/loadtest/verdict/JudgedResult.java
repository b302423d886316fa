package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.RunResult;
import java.util.List;

/**
 * The result of a run together with the verdict on it: what every report shows.
 *
 * @param result what was measured
 * @param verdict whether the result can be trusted
 * @param goals what was expected
 * @param expectations whether each of it was met, in the same order
 * @param injectors the load generators that made it together; empty if it was one alone
 */
public record JudgedResult(
        RunResult result,
        Verdict verdict,
        Goals goals,
        List<ExpectationResult> expectations,
        List<InjectorRow> injectors) {

    public JudgedResult {
        expectations = List.copyOf(expectations);
        injectors = List.copyOf(injectors);
    }

    /** The result of one load generator. */
    public JudgedResult(RunResult result, Verdict verdict, Goals goals, List<ExpectationResult> expectations) {
        this(result, verdict, goals, expectations, List.of());
    }

    /** The same, made by these load generators together. */
    public JudgedResult with(List<InjectorRow> rows) {
        return new JudgedResult(result, verdict, goals, expectations, rows);
    }

    /** A result of which nothing was expected. */
    public JudgedResult(RunResult result, Verdict verdict) {
        this(result, verdict, Goals.NONE, List.of());
    }

    /** The expectations that were missed. */
    public List<ExpectationResult> missed() {
        return expectations.stream().filter(result -> !result.met()).toList();
    }
}
