/** The result as {@code result.json}. */
@NullMarked
package dev.yodel.loadtest.report.json;

import org.jspecify.annotations.NullMarked;
