package dev.yodel.loadtest.compare;

import java.util.Arrays;

/**
 * The confidence interval of a ratio, by its bootstrap replicates: the wider one, at each end, of the interval of their
 * percentiles and of Student's t on their logarithms. With few blocks the first is too narrow, since a bootstrap cannot draw
 * what was not recorded; the second is too narrow where the tail is heavy.
 */
record Spread(double low, double high) {

    /**
     * The interval.
     *
     * @param ratio what was found
     * @param replicates the ratios of the replicates
     * @param blocks what each of them was drawn from, on the smaller side
     * @param error how often the interval may miss the truth, on both ends together
     */
    static Spread of(double ratio, double[] replicates, int blocks, double error) {
        double[] sorted = replicates.clone();
        Arrays.sort(sorted);
        int tail = (int) Math.floor(error / 2 * sorted.length);
        double mean = Arrays.stream(sorted).map(Math::log).average().orElse(0);
        double variance = Arrays.stream(sorted)
                .map(Math::log)
                .map(log -> (log - mean) * (log - mean))
                .average()
                .orElse(0);
        double deviation = Math.sqrt(variance * blocks / (blocks - 1));
        double reach = Math.exp(student(1 - error / 2, blocks - 1) * deviation);
        return new Spread(
                Math.min(sorted[tail], ratio / reach), Math.max(sorted[sorted.length - 1 - tail], ratio * reach));
    }

    /** A quantile of Student's t distribution: Abramowitz and Stegun, 26.7.5, from 3 degrees of freedom on. */
    static double student(double probability, int degrees) {
        double x = normal(probability);
        double n = degrees;
        return x
                + (Math.pow(x, 3) + x) / (4 * n)
                + (5 * Math.pow(x, 5) + 16 * Math.pow(x, 3) + 3 * x) / (96 * n * n)
                + (3 * Math.pow(x, 7) + 19 * Math.pow(x, 5) + 17 * Math.pow(x, 3) - 15 * x) / (384 * n * n * n);
    }

    /** A quantile of the normal distribution above its median: Abramowitz and Stegun, 26.2.23. */
    private static double normal(double probability) {
        double t = Math.sqrt(-2 * Math.log(1 - probability));
        return t
                - (2.515517 + 0.802853 * t + 0.010328 * t * t)
                        / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
    }
}
