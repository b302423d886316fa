/** One load test on several load generators (injectors): the split of its plan, their common start, and what they report. */
@NullMarked
package dev.yodel.loadtest.distributed;

import org.jspecify.annotations.NullMarked;
