/** The benchmark program: its command line, its benchmarks and the conditions that a report states. */
@NullMarked
package dev.yodel.benchmarks;

import org.jspecify.annotations.NullMarked;
