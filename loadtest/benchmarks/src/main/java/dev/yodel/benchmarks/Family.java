package dev.yodel.benchmarks;

import java.util.List;

/** Figures that are taken together. */
interface Family {

    /** What it is called on the command line. */
    String name();

    /** What its figures are, in a sentence or two. */
    String meaning();

    /** Runs what has to be run. */
    List<Figure> figures(Programs programs, Effort effort);
}
