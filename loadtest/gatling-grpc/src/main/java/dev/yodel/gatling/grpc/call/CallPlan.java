package dev.yodel.gatling.grpc.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;

/**
 * The parts of a call that depend on the session, except for messages. Created before the call starts, so that a part
 * that cannot be resolved is not a failed call.
 *
 * @param name the request name
 * @param channel the channel
 * @param options the call options except for the deadline, which starts with the call
 * @param headers the request metadata, used once
 */
public record CallPlan(String name, Channel channel, CallOptions options, Metadata headers) {}
