/** The actions: unary calls, and what is done with a stream between its opening and its end. */
@NullMarked
package dev.yodel.gatling.grpc.call;

import org.jspecify.annotations.NullMarked;
