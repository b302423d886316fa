package dev.yodel.loadtest.report.console;

import dev.yodel.loadtest.compare.Difference;
import dev.yodel.loadtest.result.Units;
import java.util.List;
import java.util.Locale;

/** A comparison for a terminal of 80 columns. */
public final class ComparisonText {

    private final double most;

    /** @param most how much slower a percentile may become, as a share */
    public ComparisonText(double most) {
        this.most = most;
    }

    /**
     * The text.
     *
     * @param base name and verdict of each run of the base
     * @param fresh likewise of the new version
     */
    public String text(List<String> base, List<String> fresh, List<Difference> differences) {
        long regressions = differences.stream()
                .filter(difference -> difference.isRegression(most))
                .count();
        StringBuilder text = new StringBuilder();
        text.append(
                regressions == 0
                        ? "no regression of more than %s is shown\n".formatted(percent(most))
                        : "REGRESSION: %d of %d figures rose by more than %s\n"
                                .formatted(regressions, differences.size(), percent(most)));
        text.append("verdicts: base %s; new %s\n".formatted(String.join(", ", base), String.join(", ", fresh)));
        String tag = "";
        for (Difference difference : differences) {
            if (!difference.tag().equals(tag)) {
                tag = difference.tag();
                text.append('\n').append(tag.replace(".", ", ")).append('\n');
            }
            text.append(line(difference)).append('\n');
        }
        text.append("\nintervals: 95 % for all figures together, by bootstrap over blocks of seconds");
        text.append(base.size() > 1 && fresh.size() > 1 ? " and runs\n" : "\n");
        if (base.size() == 1 || fresh.size() == 1) {
            text.append("one run on a side: the spread from run to run is unknown, three are better\n");
        }
        return text.toString();
    }

    private String line(Difference difference) {
        return String.format(
                Locale.ROOT,
                "  p%-3.0f %9s -> %9s  %+7.1f %%  (%+.1f to %+.1f %%)  %s",
                difference.percentile(),
                Units.time(Math.round(difference.baseNanos())),
                Units.time(Math.round(difference.newNanos())),
                100 * difference.change(),
                100 * difference.low(),
                100 * difference.high(),
                conclusion(difference));
    }

    private String conclusion(Difference difference) {
        if (difference.isRegression(most)) {
            return "REGRESSION";
        }
        if (!difference.isShown()) {
            return "no difference shown";
        }
        return difference.change() > 0 ? "slower" : "faster";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share).replace(".0 %", " %");
    }
}
