package dev.yodel.loadtest.distributed;

/**
 * How much the wall clock of an injector is ahead of that of the coordinator, by the exchange with the shortest round trip: the
 * injector's answer lies somewhere in it, so half of the round trip is the largest error.
 *
 * @param nanos how much it is ahead
 * @param errorNanos the largest error of it
 */
record ClockOffset(long nanos, long errorNanos) {

    /**
     * By one exchange.
     *
     * @param askedNanos when it was asked, on the clock of the coordinator
     * @param answerNanos the answer, on that of the injector
     * @param heardNanos when the answer was there, on the clock of the coordinator
     */
    static ClockOffset of(long askedNanos, long answerNanos, long heardNanos) {
        long half = (heardNanos - askedNanos) / 2;
        return new ClockOffset(answerNanos - (askedNanos + half), half);
    }

    /** The better one of the two. */
    ClockOffset or(ClockOffset other) {
        return errorNanos <= other.errorNanos ? this : other;
    }

    double millis() {
        return nanos / 1e6;
    }

    double errorMillis() {
        return errorNanos / 1e6;
    }
}
