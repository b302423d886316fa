package dev.yodel.loadtest.result;

/** Counts over time. */
public final class Rate {

    private static final double DIGITS = 1000;

    private Rate() {}

    /** So many a second, to three decimals; 0 over no time at all. */
    public static double perSecond(long count, double seconds) {
        return seconds <= 0 ? 0 : Math.round(count / seconds * DIGITS) / DIGITS;
    }
}
