/** The result and its progress as text in a terminal. */
@NullMarked
package dev.yodel.loadtest.report.console;

import org.jspecify.annotations.NullMarked;
