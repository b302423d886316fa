package dev.yodel.benchmarks.report;

import dev.yodel.loadtest.Yodel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One figure of a report.
 *
 * @param name what was measured, with its unit
 * @param bare what the bare program showed; empty where there is nothing to compare with
 * @param yodel what Yodel's program showed
 * @param ratio Yodel's figure as a multiple of the bare program's; empty where that says nothing
 * @param value what is held against the target
 * @param target what it has to be
 * @param standing whether it is
 */
public record Figure(String name, String bare, String yodel, String ratio, double value, Threshold target, Validity standing) {

    /** A figure of Yodel's alone. */
    public static Figure of(String name, Series yodel, Threshold target, Validity standing) {
        return new Figure(name, "", yodel.toString(), "", yodel.median(), target, standing);
    }

    /**
     * Yodel's figure as a multiple of the bare program's: the median of the rounds' own ratios, with their range.
     *
     * @param bare what the bare program showed, a value a round
     * @param yodel what Yodel's did in the same rounds
     */
    public static Figure ratio(String name, List<Double> bare, List<Double> yodel, Threshold target, Validity standing) {
        Series ratios = new Series(IntStream.range(0, bare.size())
                .mapToObj(round -> yodel.get(round) / bare.get(round))
                .toList());
        return new Figure(
                name,
                new Series(bare).toString(),
                new Series(yodel).toString(),
                ratios.toString(),
                ratios.median(),
                target,
                standing);
    }

    /** Yodel's figure held against the target by itself, beside the bare program's. */
    public static Figure beside(String name, Series bare, Series yodel, Threshold target, Validity standing) {
        return new Figure(name, bare.toString(), yodel.toString(), "", yodel.median(), target, standing);
    }

    /** Whether the target is met, or the figure was never to be judged. */
    boolean isGood() {
        return target.equals(Threshold.NONE)
                || standing == Validity.QUICK
                || (standing == Validity.JUDGED && target.isMetBy(value));
    }

    /** The row of a Markdown table. */
    String row() {
        return "| %s | %s | %s | %s | %s | %s |".formatted(name, bare, yodel, ratio, target, verdict());
    }

    private String verdict() {
        if (target.equals(Threshold.NONE)) {
            return "";
        }
        return switch (standing) {
            case QUICK -> "not judged";
            case DISTURBED -> "**suspect**: machine busy";
            case JUDGED -> target.isMetBy(value) ? "met" : "**missed**";
        };
    }
}
