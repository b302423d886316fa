/** A run while it is running: its metrics and their endpoint for Prometheus. */
@NullMarked
package dev.yodel.loadtest.live;

import org.jspecify.annotations.NullMarked;
