/** Schedules of due times: constant, Poisson and ramp. */
@NullMarked
package dev.yodel.gatling.grpc.schedule;

import org.jspecify.annotations.NullMarked;
