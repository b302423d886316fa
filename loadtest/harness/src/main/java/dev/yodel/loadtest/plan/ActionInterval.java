package dev.yodel.loadtest.plan;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How often a user acts: each time a length of time later than the time before, chosen evenly between two bounds.
 *
 * @param least the lower bound, 1 ms to 1 h
 * @param most the upper bound, from {@code least} to 1 h
 */
public record ActionInterval(Duration least, Duration most) {

    private static final Duration LONGEST = Duration.ofHours(1);

    public ActionInterval {
        Expect.within("pace", least, Duration.ofMillis(1), LONGEST);
        Expect.within("pace", most, least, LONGEST);
    }

    /** A pace that never varies. */
    public static ActionInterval of(Duration interval) {
        return new ActionInterval(interval, interval);
    }

    /** How often one user acts in a second, on average. */
    public double perSecond() {
        return 2.0 * TimeUnit.SECONDS.toNanos(1) / (least.toNanos() + most.toNanos());
    }

    @Override
    public String toString() {
        String from = Durations.format(least);
        return least.equals(most) ? from : from + "-" + Durations.format(most);
    }
}
