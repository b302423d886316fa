package dev.yodel.loadtest.report.console;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalReader;
import io.grpc.Status;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One steady screen for a terminal of 80 columns, drawn over the one before each second. Colour marks what also has a word.
 */
public final class LiveScreen implements IntervalReader {

    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final double SHORTEST_SECONDS = 0.5;

    private final LoadPlan plan;
    private final PrintStream out;
    private final boolean colour;
    private final Map<Status.Code, Long> statuses = new EnumMap<>(Status.Code.class);
    private long counted;
    private int lines;

    /** @param colour whether to use colours */
    public LiveScreen(LoadPlan plan, PrintStream out, boolean colour) {
        this.plan = plan;
        this.out = out;
        this.colour = colour;
    }

    @Override
    public void read(Interval interval) {
        for (RequestStats stats : interval.counted()) {
            stats.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum));
            counted += LiveFrame.begun(plan, stats);
        }
        if (interval.seconds() < SHORTEST_SECONDS && lines > 0) {
            return;
        }
        draw(LiveFrame.lines(plan, interval, statuses, counted));
    }

    private void draw(List<String> frame) {
        StringBuilder text = new StringBuilder();
        text.append(lines == 0 ? "\n" : UP.formatted(lines));
        for (String line : frame) {
            text.append(colour ? coloured(line) : line).append(CLEAR_LINE).append('\n');
        }
        text.append(CLEAR_BELOW);
        lines = frame.size();
        out.print(text);
        out.flush();
    }

    /** Bold for what the eye looks for first; red for failures, which their column and status name as well. */
    private static String coloured(String line) {
        if (line.startsWith("status")) {
            return line.replaceAll("((?!OK )[A-Z_]{3,} [\\d,]+)", "\u001b[31m$1\u001b[0m");
        }
        if (line.startsWith("[")) {
            return "\u001b[36m" + line + "\u001b[0m";
        }
        return line.startsWith("request ") ? "\u001b[1m" + line + "\u001b[0m" : line;
    }
}
