package dev.yodel.loadtest.search;

import dev.yodel.loadtest.search.Limit.EndedBy;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches the highest rate that is kept: doubles it until it is not, halves the gap between what was kept and what was not
 * until it is small enough, and confirms the result by a second run. A rate that is not kept again was too high.
 */
public final class LimitSearch<E extends Exception> {

    /** Enough to find any rate from 1 to 1,000,000 to 1 %. */
    private static final int MOST_RUNS = 40;

    private static final double LOWEST_RATE = 0.1;

    private final Probe<E> probe;
    private final double highest;
    private final double precision;
    private final List<Point> points = new ArrayList<>();

    /**
     * A search.
     *
     * @param highest the highest rate to try
     * @param precision how large the gap may be, as a share of the rate
     */
    public LimitSearch(Probe<E> probe, double highest, double precision) {
        this.probe = probe;
        this.highest = highest;
        this.precision = precision;
    }

    /** Searches from that rate on. */
    public Limit from(double start) throws E {
        double kept = 0;
        double missed = Double.POSITIVE_INFINITY;
        double rate = Math.min(start, highest);
        while (points.size() < MOST_RUNS) {
            if (runs(rate).kept()) {
                if (rate == kept) {
                    return limit(kept, missed);
                }
                kept = rate;
            } else {
                missed = rate;
                kept = rate == kept ? keptBelow(rate) : kept;
            }
            if (missed <= LOWEST_RATE) {
                return limit(0, missed);
            }
            rate = next(kept, missed);
        }
        return new Limit(kept, EndedBy.RUNS, points);
    }

    /** The next rate to try; the one that was kept, if it is to be confirmed. */
    private double next(double kept, double missed) {
        if (missed == Double.POSITIVE_INFINITY) {
            return Math.min(highest, 2 * kept);
        }
        if (kept == 0) {
            return missed / 2;
        }
        return missed / kept - 1 <= precision ? kept : (kept + missed) / 2;
    }

    private double keptBelow(double rate) {
        return points.stream()
                .filter(point -> point.kept() && point.rate() < rate)
                .mapToDouble(Point::rate)
                .max()
                .orElse(0);
    }

    private Limit limit(double kept, double missed) {
        if (missed == Double.POSITIVE_INFINITY) {
            return new Limit(kept, EndedBy.HIGHEST_RATE, points);
        }
        boolean healthy = points.stream()
                .filter(point -> point.rate() == missed && !point.kept())
                .allMatch(Point::injectorHealthy);
        return new Limit(kept, healthy ? EndedBy.SERVICE : EndedBy.INJECTOR, points);
    }

    private Point runs(double rate) throws E {
        Point point = probe.at(rate);
        points.add(point);
        return point;
    }

    /** Runs a load at a rate. */
    public interface Probe<E extends Exception> {
        Point at(double rate) throws E;
    }
}
