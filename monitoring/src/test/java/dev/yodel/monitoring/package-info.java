/** Tests of the monitoring files: their form, and on a real Prometheus what they show. */
@NullMarked
package dev.yodel.monitoring;

import org.jspecify.annotations.NullMarked;
