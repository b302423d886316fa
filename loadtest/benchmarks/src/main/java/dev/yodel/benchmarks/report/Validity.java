package dev.yodel.benchmarks.report;

/** Whether a figure is held against its target. */
public enum Validity {
    /** It is. */
    JUDGED,
    /** It is not, for too little was done for it. */
    QUICK,
    /** It can't be, for the machine was busy with something else. */
    DISTURBED
}
