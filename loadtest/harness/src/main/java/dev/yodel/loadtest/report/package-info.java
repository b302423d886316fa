/** Reports of a run: the folder they are written to, and one form per sub-package. */
@NullMarked
package dev.yodel.loadtest.report;

import org.jspecify.annotations.NullMarked;
