/** Settings of channels and connections, validated on creation. */
@NullMarked
package dev.yodel.gatling.grpc.config;

import org.jspecify.annotations.NullMarked;
