/** The outcome of a call, and the source of its failure. */
@NullMarked
package dev.yodel.gatling.grpc.outcome;

import org.jspecify.annotations.NullMarked;
