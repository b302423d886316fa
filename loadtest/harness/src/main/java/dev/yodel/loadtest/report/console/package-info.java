/** The text on the console: a line per second, and the summary. */
@NullMarked
package dev.yodel.loadtest.report.console;

import org.jspecify.annotations.NullMarked;
