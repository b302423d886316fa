/** Checks on what a call or a message brought. */
@NullMarked
package dev.yodel.gatling.grpc.check;

import org.jspecify.annotations.NullMarked;
