package dev.yodel.loadtest.result;

/** Counts per second. */
final class Rate {

    private static final double DIGITS = 1000;

    private Rate() {}

    /** The rate per second, to three decimals; 0 over no time at all. */
    static double perSecond(long count, double seconds) {
        return seconds <= 0 ? 0 : Math.round(count / seconds * DIGITS) / DIGITS;
    }
}
