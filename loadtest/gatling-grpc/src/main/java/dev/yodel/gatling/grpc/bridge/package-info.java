/** Everything of Gatling's that is not public or not stable, in one room. */
@NullMarked
package dev.yodel.gatling.grpc.bridge;

import org.jspecify.annotations.NullMarked;
