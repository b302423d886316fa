package dev.yodel.benchmarks.report;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a report: a value for Yodel and, where there is a baseline, one for the bare program.
 *
 * @param name what was measured, with its unit
 * @param bare the values of the bare program; null without a baseline
 * @param yodel the values of Yodel
 * @param ratio Yodel's values divided by the bare program's; null if Yodel's values are judged by themselves
 */
public record Figure(
        String name,
        @Nullable Series bare,
        Series yodel,
        @Nullable Series ratio,
        Threshold threshold,
        Validity validity) {

    /** A figure without a baseline. */
    public static Figure of(String name, double yodel, Threshold threshold, Validity validity) {
        return new Figure(name, null, new Series(List.of(yodel)), null, threshold, validity);
    }

    /** A figure without a baseline, with one value per round. */
    public static Figure of(String name, List<Double> yodel, Threshold threshold, Validity validity) {
        return new Figure(name, null, new Series(yodel), null, threshold, validity);
    }

    /** A figure shown beside the baseline, where Yodel's median is judged. */
    public static Figure beside(
            String name, List<Double> bare, List<Double> yodel, Threshold threshold, Validity validity) {
        return new Figure(name, new Series(bare), new Series(yodel), null, threshold, validity);
    }

    /**
     * A figure whose ratio to the baseline is judged: the median of the ratios of all rounds.
     *
     * @param bare one value per round
     * @param yodel one value for each of the same rounds
     */
    public static Figure ratio(
            String name, List<Double> bare, List<Double> yodel, Threshold threshold, Validity validity) {
        Series ratios = new Series(IntStream.range(0, bare.size())
                .mapToObj(round -> yodel.get(round) / bare.get(round))
                .toList());
        return new Figure(name, new Series(bare), new Series(yodel), ratios, threshold, validity);
    }

    /** Whether the threshold is met, or there is none to judge by. */
    public boolean isGood() {
        return threshold.equals(Threshold.NONE)
                || validity == Validity.QUICK_RUN
                || (validity == Validity.VALID && isMet());
    }

    /** The row of a Markdown table. */
    public String row() {
        return "| %s | %s | %s | %s | %s | %s |".formatted(name, text(bare), yodel, text(ratio), threshold, verdict());
    }

    private String verdict() {
        if (threshold.equals(Threshold.NONE)) {
            return "";
        }
        return switch (validity) {
            case VALID -> isMet() ? "met" : "**missed**";
            case QUICK_RUN -> "not judged";
            case DISTURBED -> "**suspect**: machine busy";
        };
    }

    private boolean isMet() {
        return threshold.isMetBy(ratio == null ? yodel.median() : ratio.median());
    }

    private static String text(@Nullable Series series) {
        return series == null ? "" : series.toString();
    }
}
