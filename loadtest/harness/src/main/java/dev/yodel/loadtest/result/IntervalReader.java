package dev.yodel.loadtest.result;

/** Whoever wants to know how a run goes on. Told on one thread, interval by interval, in their order. */
public interface IntervalReader {

    void read(Interval interval);
}
