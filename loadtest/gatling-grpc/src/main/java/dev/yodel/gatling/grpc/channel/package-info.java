/** The channels of a run: shared, pooled, per user or event loop; their connections and counters. */
@NullMarked
package dev.yodel.gatling.grpc.channel;

import org.jspecify.annotations.NullMarked;
