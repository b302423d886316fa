package dev.yodel.loadtest.report.console;

import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.IntervalReader;
import java.io.PrintStream;

/** Prints a line for each second of a run. */
public final class LiveConsole implements IntervalReader {

    /** The last interval of a run may be so short that its rates mean nothing. */
    private static final double SHORTEST_SECONDS = 0.5;

    private final PrintStream out;
    private boolean begun;

    public LiveConsole(PrintStream out) {
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
