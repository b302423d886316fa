package dev.yodel.service.call;

import java.util.function.LongSupplier;

/**
 * When the parts of one call's answer are due. Due times follow each other by the interval, so that the late wake-ups of
 * a timer don't add up; a reader too slow for them starts a new row of due times, so that it never gets a burst.
 */
final class DelayClock {

    private final LongSupplier nanoClock;
    private long begun;
    private long due;
    private boolean rowBegun;

    DelayClock(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** The first request is here. */
    void begin() {
        begun = nanoClock.getAsLong();
    }

    /** What is left of a delay that counts from the first request. */
    long leftOf(long nanos) {
        return begun + nanos - nanoClock.getAsLong();
    }

    /** How long the next answer has to wait, now that it could go. */
    long untilNext(long intervalNanos) {
        long now = nanoClock.getAsLong();
        long inRow = due + intervalNanos;
        due = rowBegun && inRow - now > 0 ? inRow : now;
        rowBegun = true;
        return due - now;
    }
}
