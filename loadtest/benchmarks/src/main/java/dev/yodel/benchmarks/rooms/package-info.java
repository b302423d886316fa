/** The load program for chat rooms: many members in one room. */
@NullMarked
package dev.yodel.benchmarks.rooms;

import org.jspecify.annotations.NullMarked;
