package dev.yodel.benchmarks.load;

/** The lines by which a load program tells whoever started it how far it is. */
public final class LinePrefix {

    /** The warm-up is over and figures are taken from now on. */
    public static final String BEGIN = "@begin";

    /** Figures are taken no more. */
    public static final String END = "@end";

    /** From when to when a core was withheld: two times of {@link System#nanoTime}, as {@link KeyValues}. */
    public static final String STALL = "@stall";

    /** How punctual calls at a rate were, as {@link LatenessIntervals}; nothing of other calls. */
    public static final String TENTHS = "@tenths";

    /** What was measured, as {@link KeyValues}. */
    public static final String RESULT = "@result";

    /** Something that must not go wrong did. */
    public static final String FAILED = "@failed";

    private LinePrefix() {}
}
