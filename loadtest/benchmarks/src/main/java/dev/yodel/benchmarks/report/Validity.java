package dev.yodel.benchmarks.report;

/** Whether a figure may be judged by its threshold. */
public enum Validity {
    VALID,
    /** Measured too briefly to mean anything. */
    QUICK_RUN,
    /** The machine was busy with something else. */
    DISTURBED
}
