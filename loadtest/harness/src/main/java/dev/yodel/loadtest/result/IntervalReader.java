package dev.yodel.loadtest.result;

/** Receives the intervals of a run while it is running, in order and on one thread. */
public interface IntervalReader {

    void read(Interval interval);
}
