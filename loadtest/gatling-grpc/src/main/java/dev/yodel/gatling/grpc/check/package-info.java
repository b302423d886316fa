/** Checks on responses: calls that ended, and single messages of streams. */
@NullMarked
package dev.yodel.gatling.grpc.check;

import org.jspecify.annotations.NullMarked;
