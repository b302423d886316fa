package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happened between two readings of a run, about a second apart.
 *
 * @param started when the run started
 * @param end the moment of the later reading, since the start of the run
 * @param seconds the time between the two
 * @param phase where the run stood at the earlier reading
 * @param counted figures of what was due in the window
 * @param uncounted figures of what was due before or after it
 * @param openStreams streams open at the later reading
 */
public record Interval(
        Instant started,
        Duration end,
        double seconds,
        Phase phase,
        List<RequestStats> counted,
        List<RequestStats> uncounted,
        long openStreams) {

    /** Where a run stands. */
    public enum Phase {
        WARM_UP,
        WINDOW,
        /** The window is over, and what was begun comes to its end. */
        DRAIN
    }

    public Interval {
        counted = List.copyOf(counted);
        uncounted = List.copyOf(uncounted);
    }

    /** Figures of everything that ended or arrived in the interval, whether it counts or not. */
    public List<RequestStats> all() {
        Totals all = new Totals();
        all.add(counted);
        all.add(uncounted);
        return all.figures();
    }
}
