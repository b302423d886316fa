package dev.yodel.loadtest.plan.expectation;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a figure must compare with its bound. */
public enum Comparison {
    AT_MOST("<="),
    AT_LEAST(">="),
    EQUAL("=="),
    UNEQUAL("!="),
    BELOW("<"),
    ABOVE(">");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    /** Whether the value found compares like this with the bound. */
    public boolean holds(double found, double bound) {
        return switch (this) {
            case BELOW -> found < bound;
            case AT_MOST -> found <= bound;
            case ABOVE -> found > bound;
            case AT_LEAST -> found >= bound;
            case EQUAL -> found == bound;
            case UNEQUAL -> found != bound;
        };
    }

    /** Whether the largest value is the worst one: of several requests, the one that decides. */
    public boolean boundsFromAbove() {
        return this != ABOVE && this != AT_LEAST;
    }

    /** Whether it bounds from one side: then the worst value decides. */
    public boolean isOrder() {
        return this != EQUAL && this != UNEQUAL;
    }

    static String symbols() {
        return Arrays.stream(values()).map(Comparison::symbol).collect(Collectors.joining(" "));
    }
}
