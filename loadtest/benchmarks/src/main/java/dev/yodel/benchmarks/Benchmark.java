package dev.yodel.benchmarks;

import dev.yodel.benchmarks.process.Launcher;
import dev.yodel.benchmarks.report.Figure;
import java.util.List;

/** A benchmark: figures that are measured and reported together. */
interface Benchmark {

    /** Its name on the command line and in the report. */
    String name();

    /** What its figures mean, for the report. */
    String description();

    List<Figure> figures(Launcher launcher, RunSettings settings);
}
