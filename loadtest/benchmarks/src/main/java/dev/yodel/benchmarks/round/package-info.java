/** Rounds: one measurement window of one client and one server, and the order in which rounds interleave. */
@NullMarked
package dev.yodel.benchmarks.round;

import org.jspecify.annotations.NullMarked;
