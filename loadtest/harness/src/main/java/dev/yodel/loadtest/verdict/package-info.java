/** The verdict on a run: every threshold, and what exceeded it. */
@NullMarked
package dev.yodel.loadtest.verdict;

import org.jspecify.annotations.NullMarked;
