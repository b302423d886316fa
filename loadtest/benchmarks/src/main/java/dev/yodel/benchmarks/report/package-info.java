/** The report: figures, their thresholds, and the Markdown they are written as. */
@NullMarked
package dev.yodel.benchmarks.report;

import org.jspecify.annotations.NullMarked;
