package dev.yodel.benchmarks.load;

/** The first words of the lines by which a load program reports to the process that started it. */
public final class LinePrefix {

    /** The warm-up is over and the measurement window begins. */
    public static final String BEGIN = "@begin";

    /** The measurement window has ended. */
    public static final String END = "@end";

    /** One CPU stall: its begin and end as times of {@link System#nanoTime}, written as {@link KeyValues}. */
    public static final String STALL = "@stall";

    /** Late calls by interval, written as {@link LatenessIntervals}; empty for loads without a schedule. */
    public static final String LATENESS = "@lateness";

    /** The measured values, written as {@link KeyValues}. */
    public static final String RESULT = "@result";

    /** The run is invalid, followed by the reason. */
    public static final String FAILED = "@failed";

    private LinePrefix() {}
}
