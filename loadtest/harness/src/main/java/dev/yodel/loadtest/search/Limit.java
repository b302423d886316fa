package dev.yodel.loadtest.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param rate the highest rate that was kept, and kept again; 0 if none was
 * @param endedBy why no higher rate was kept
 * @param points all runs, in their order
 */
public record Limit(double rate, EndedBy endedBy, List<Point> points) {

    public Limit {
        points = List.copyOf(points);
    }

    /** What ran out first. */
    public enum EndedBy {
        /** The next rate was too much for the service. */
        SERVICE,
        /** At the next rate the load generator was not healthy: the service may do more. */
        INJECTOR,
        /** Nothing did: the highest rate to try was kept. */
        HIGHEST_RATE,
        /** The number of runs was used up. */
        RUNS
    }
}
