/** The result as JSON. */
@NullMarked
package dev.yodel.loadtest.report.json;

import org.jspecify.annotations.NullMarked;
