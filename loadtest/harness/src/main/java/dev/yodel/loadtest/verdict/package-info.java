/** The verdict on a run: every threshold, and the readings that exceed it. */
@NullMarked
package dev.yodel.loadtest.verdict;

import org.jspecify.annotations.NullMarked;
