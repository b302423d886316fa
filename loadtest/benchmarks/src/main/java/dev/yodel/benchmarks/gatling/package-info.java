/** The same loads through Gatling and {@code yodel-gatling-grpc}. */
@NullMarked
package dev.yodel.benchmarks.gatling;

import org.jspecify.annotations.NullMarked;
