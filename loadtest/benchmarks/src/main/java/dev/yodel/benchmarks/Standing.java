package dev.yodel.benchmarks;

/** Whether a figure is held against its target. */
enum Standing {
    /** It is. */
    JUDGED,
    /** It is not, for too little was done for it. */
    QUICK,
    /** It can't be, for the machine was busy with something else. */
    DISTURBED
}
