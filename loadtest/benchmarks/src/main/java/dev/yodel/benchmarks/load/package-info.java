/**
 * What a load program is told to do, and how it tells what it measured.
 */
@NullMarked
package dev.yodel.benchmarks.load;

import org.jspecify.annotations.NullMarked;
