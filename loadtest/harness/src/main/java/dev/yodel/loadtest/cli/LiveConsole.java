package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.report.console.LiveLine;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalReader;
import java.io.PrintStream;

/** Prints a line for each second of a run. */
final class LiveConsole implements IntervalReader {

    /** What is left of a second at the end of a run would make a line of wild rates. */
    private static final double SHORTEST_SECONDS = 0.5;

    private final PrintStream out;
    private boolean begun;

    LiveConsole(PrintStream out) {
        this.out = out;
    }

    @Override
    public void read(Interval interval) {
        if (interval.seconds() < SHORTEST_SECONDS) {
            return;
        }
        if (!begun) {
            begun = true;
            out.println("\n" + LiveLine.header());
        }
        out.println(LiveLine.of(interval));
    }
}
