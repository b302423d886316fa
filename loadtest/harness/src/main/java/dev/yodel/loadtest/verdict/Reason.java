package dev.yodel.loadtest.verdict;

/**
 * A reason why a run is suspect.
 *
 * @param kind what exceeds its threshold
 * @param text in words, with the value found and the one expected
 */
public record Reason(Kind kind, String text) {

    /** What may exceed its threshold: few, so that metrics can have a series for each. */
    public enum Kind {
        INJECTOR_CPU,
        STOLEN_CPU,
        THROTTLED_CPU,
        TIMER_LAG_P99,
        TIMER_LAG_MAX,
        LONGEST_GC_PAUSE,
        GC_PAUSES,
        START_LAG,
        ACHIEVED_RATE,
        ROUND_TRIPS,
        CUT_OFF,
        ENDED_EARLY,
        STALLED,
        NOTHING_MEASURED
    }
}
