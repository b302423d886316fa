package dev.yodel.loadtest.result;

import dev.yodel.gatling.grpc.stats.RequestStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The time line of the measured window and of the calls that end after it. Its memory is bounded: from {@link #MOST} points
 * on, each two become one. Thread-safe.
 */
public final class Timeline implements IntervalReader {

    static final int MOST = 600;

    /** A shorter part is joined with the next one: its rates would mean nothing. */
    private static final double SHORTEST_SECONDS = 0.5;

    private final double warmUp;
    private final List<TimePoint> points = new ArrayList<>();
    private double width = SHORTEST_SECONDS;

    /** @param warmUp the time before the window */
    public Timeline(Duration warmUp) {
        this.warmUp = warmUp.toNanos() / 1e9;
    }

    @Override
    public synchronized void read(Interval interval) {
        double end = interval.end().toNanos() / 1e9 - warmUp;
        if (end <= 0 || (isAfterWindow(interval.phase()) && isIdle(interval))) {
            return;
        }
        add(new TimePoint(
                end,
                Math.min(interval.seconds(), end),
                interval.counted().stream().map(RequestPoint::of).toList(),
                interval.openStreams(),
                interval.health()));
    }

    /** The points so far. */
    public synchronized List<TimePoint> points() {
        List<TimePoint> all = new ArrayList<>(points);
        int last = all.size() - 1;
        if (last > 0 && all.get(last).seconds() < SHORTEST_SECONDS) {
            TimePoint end = all.remove(last);
            all.set(last - 1, all.get(last - 1).plus(end));
        }
        return all;
    }

    private void add(TimePoint next) {
        int last = points.size() - 1;
        if (last >= 0 && points.get(last).seconds() < width) {
            points.set(last, points.get(last).plus(next));
            return;
        }
        if (points.size() == MOST) {
            halve();
        }
        points.add(next);
    }

    private void halve() {
        for (int i = 0; i < MOST / 2; i++) {
            points.set(i, points.get(2 * i).plus(points.get(2 * i + 1)));
        }
        points.subList(MOST / 2, MOST).clear();
        width = points.get(0).seconds() - SHORTEST_SECONDS;
    }

    private static boolean isAfterWindow(Interval.Phase phase) {
        return phase == Interval.Phase.COOL_DOWN || phase == Interval.Phase.DRAIN;
    }

    private static boolean isIdle(Interval interval) {
        return interval.counted().stream().allMatch(Timeline::isIdle);
    }

    private static boolean isIdle(RequestStats stats) {
        return stats.count() + stats.messagesReceived() + stats.messagesSent() == 0;
    }
}
