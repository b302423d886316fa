package dev.yodel.benchmarks;

import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.process.Launcher;
import java.util.List;

/** Figures that are taken together. */
public interface Benchmark {

    /** What it is called on the command line. */
    String name();

    /** What its figures are, in a sentence or two. */
    String meaning();

    /** Runs what has to be run. */
    List<Figure> figures(Launcher programs, RunSettings effort);
}
