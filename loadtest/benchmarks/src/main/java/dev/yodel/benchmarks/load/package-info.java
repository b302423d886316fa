/** The load that a load program generates, and the lines in which it reports its measurement. */
@NullMarked
package dev.yodel.benchmarks.load;

import org.jspecify.annotations.NullMarked;
