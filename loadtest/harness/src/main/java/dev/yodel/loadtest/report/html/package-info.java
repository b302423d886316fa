/** The result as a page: {@code report.html}. */
@NullMarked
package dev.yodel.loadtest.report.html;

import org.jspecify.annotations.NullMarked;
