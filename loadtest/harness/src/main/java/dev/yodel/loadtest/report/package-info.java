/** Reports of a run, one form per package. */
@NullMarked
package dev.yodel.loadtest.report;

import org.jspecify.annotations.NullMarked;
