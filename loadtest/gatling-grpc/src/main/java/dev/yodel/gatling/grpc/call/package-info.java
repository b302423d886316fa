/** One call on its way: unary calls and streams, with what they send, receive and measure. */
@NullMarked
package dev.yodel.gatling.grpc.call;

import org.jspecify.annotations.NullMarked;
