package dev.yodel.loadtest.verdict;

import dev.yodel.loadtest.plan.RequestPlan;

/**
 * How far a request is, from the start of the window to some moment in it or to its end.
 *
 * @param request what was planned of it
 * @param planned calls, or messages where streams are held open; 0 where the plan has no rate
 * @param achieved likewise
 */
public record Progress(RequestPlan request, double planned, long achieved) {

    /** What was due and has not begun. */
    public double missing() {
        return Math.max(0, planned - achieved);
    }
}
