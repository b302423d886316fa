/** The result for a pipeline's job summary: {@code summary.md}. */
@NullMarked
package dev.yodel.loadtest.report.markdown;

import org.jspecify.annotations.NullMarked;
