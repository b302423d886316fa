/** Actions of virtual users: unary calls, stream operations, and the waits on a stream. */
@NullMarked
package dev.yodel.gatling.grpc.action;

import org.jspecify.annotations.NullMarked;
