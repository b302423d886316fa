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
 * @param phase the phase of the run at the earlier reading
 * @param counted statistics of what was due in the measured window
 * @param uncounted statistics of what was due before or after it
 * @param openStreams streams open at the later reading
 * @param health readings of the load generator
 */
public record Interval(
        Instant started,
        Duration end,
        double seconds,
        Phase phase,
        List<RequestStats> counted,
        List<RequestStats> uncounted,
        long openStreams,
        IntervalHealth health) {

    /** The phases of a run, in their order. */
    public enum Phase {
        WARM_UP,
        WINDOW,
        COOL_DOWN,
        /** The window is over; calls begun in it come to their end. */
        DRAIN
    }

    public Interval {
        counted = List.copyOf(counted);
        uncounted = List.copyOf(uncounted);
    }

    /** Statistics of everything that completed or arrived in the interval, inside and outside of the window. */
    public List<RequestStats> all() {
        Totals all = new Totals();
        all.add(counted);
        all.add(uncounted);
        return all.stats();
    }

    /** That many calls or messages as a rate per second. */
    public double perSecond(long count) {
        return Rate.perSecond(count, seconds);
    }
}
