/** What is kept of the samples of one request name. */
@NullMarked
package dev.yodel.gatling.grpc.record;

import org.jspecify.annotations.NullMarked;
