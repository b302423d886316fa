package dev.yodel.loadtest.compare;

/**
 * How one percentile of a latency differs between two versions.
 *
 * @param tag request and latency
 * @param percentile which one
 * @param baseNanos that of the base
 * @param newNanos that of the new version
 * @param low the lower end of the confidence interval of the change, as a share: 0.1 is 10 % slower
 * @param high its upper end
 */
public record Difference(String tag, double percentile, double baseNanos, double newNanos, double low, double high) {

    /** The change as a share: 0.1 is 10 % slower. */
    public double change() {
        return newNanos / baseNanos - 1;
    }

    /** Whether the interval excludes that nothing changed. */
    public boolean isShown() {
        return low > 0 || high < 0;
    }

    /** Whether it became slower by more than that share, and the interval excludes that nothing changed. */
    public boolean isRegression(double most) {
        return low > 0 && change() > most;
    }
}
