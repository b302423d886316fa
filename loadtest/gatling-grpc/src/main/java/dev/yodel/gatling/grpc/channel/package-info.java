/** The channels of a run. */
@NullMarked
package dev.yodel.gatling.grpc.channel;

import org.jspecify.annotations.NullMarked;
