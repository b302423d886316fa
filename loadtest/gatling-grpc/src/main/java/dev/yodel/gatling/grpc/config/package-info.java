/** Settings of channels and calls, validated when they are made. */
@NullMarked
package dev.yodel.gatling.grpc.config;

import org.jspecify.annotations.NullMarked;
