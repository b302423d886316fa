package dev.yodel.loadtest.plan;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often a user acts: the time from one action to the next, chosen uniformly between two bounds. Unlike think time it
 * includes the time that the action takes.
 *
 * @param least the lower bound, 1 ms to 1 h
 * @param most the upper bound, from {@code least} to 1 h
 */
public record Pacing(Duration least, Duration most) {

    private static final Duration LONGEST = Duration.ofHours(1);

    public Pacing {
        Expect.within("pace", least, Duration.ofMillis(1), LONGEST);
        Expect.within("pace", most, least, LONGEST);
    }

    /** A constant pacing. */
    public static Pacing of(Duration interval) {
        return new Pacing(interval, interval);
    }

    /** Actions of one user per second, on average. */
    double perSecond() {
        return 2.0 * TimeUnit.SECONDS.toNanos(1) / (least.toNanos() + most.toNanos());
    }

    @Override
    public String toString() {
        String from = Durations.format(least);
        return least.equals(most) ? from : from + "-" + Durations.format(most);
    }
}
