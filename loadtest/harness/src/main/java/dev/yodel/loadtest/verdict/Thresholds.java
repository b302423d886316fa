package dev.yodel.loadtest.verdict;

import java.time.Duration;

/** The bounds beyond which a run is suspect. RATIONALE.md argues for each of them. */
public final class Thresholds {

    /** How long a counted run waits for another completion before it is aborted as stalled. */
    public static final Duration STALL = Duration.ofSeconds(30);

    static final double CPU_SHARE = 0.90;

    /** Of CPU time stolen by the host, and of CPU time withheld by a limit. */
    static final double WITHHELD_SHARE = 0.05;

    static final double LAG_P99_MILLIS = 10;
    static final double LAG_MAX_MILLIS = 250;
    static final double PAUSE_MILLIS = 100;
    static final double PAUSE_SHARE = 0.05;
    static final double START_LAG_P99_MILLIS = 10;

    /** The least share of the planned rate. */
    static final double ACHIEVED_SHARE = 0.90;

    /** The rate of a shorter window is not judged. */
    static final double SHORTEST_WINDOW_SECONDS = 1;

    /** While a run is running, a shorter part of its window is not judged: its first calls may still be in flight. */
    static final double SHORTEST_JUDGED_SECONDS = 3;

    /** How far apart the windows of the parts of a result may start: this, or that share of the window if it is more. */
    static final double APART_SECONDS = 1;

    static final double APART_SHARE = 0.05;

    /** How far from the common start an injector may start: a hundredth of the default window. */
    static final double START_SKEW_MILLIS = 100;

    private Thresholds() {}
}
