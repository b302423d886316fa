/** Other load generators, side by side with {@code yodel load}. */
@NullMarked
package dev.yodel.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
