/** What a run measured: totals, intervals, and readings of the load generator. */
@NullMarked
package dev.yodel.loadtest.result;

import org.jspecify.annotations.NullMarked;
