/** What the kernel or the host takes from the programs: CPU stalls, kernel threads, sleeping cores. */
@NullMarked
package dev.yodel.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
