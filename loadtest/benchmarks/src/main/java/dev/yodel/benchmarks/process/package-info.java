/** Processes of one benchmark run: servers, load programs, and the cores they are pinned to. */
@NullMarked
package dev.yodel.benchmarks.process;

import org.jspecify.annotations.NullMarked;
