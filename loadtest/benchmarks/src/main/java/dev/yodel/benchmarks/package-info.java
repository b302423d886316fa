/**
 * The figures: runs programs side by side, in turn, and compares them.
 */
@NullMarked
package dev.yodel.benchmarks;

import org.jspecify.annotations.NullMarked;
