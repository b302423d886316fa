/** The result as {@code result.csv}. */
@NullMarked
package dev.yodel.loadtest.report.csv;

import org.jspecify.annotations.NullMarked;
