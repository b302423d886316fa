/** The run as it goes on: the Prometheus endpoint. */
@NullMarked
package dev.yodel.loadtest.live;

import org.jspecify.annotations.NullMarked;
