/** The outcome of a call: success, or the source of its failure and an error text. */
@NullMarked
package dev.yodel.gatling.grpc.outcome;

import org.jspecify.annotations.NullMarked;
