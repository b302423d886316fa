/** The only users of Gatling's classes that are not public or not stable. */
@NullMarked
package dev.yodel.gatling.grpc.bridge;

import org.jspecify.annotations.NullMarked;
