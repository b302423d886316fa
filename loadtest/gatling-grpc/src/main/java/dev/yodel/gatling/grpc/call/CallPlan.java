package dev.yodel.gatling.grpc.call;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;

/**
 * What of a call is decided by its session, but for the messages. Made before the call starts, so that what cannot be
 * made is no failed call.
 *
 * @param name the request name
 * @param channel where it goes
 * @param options how it goes, but for the deadline, which starts with the call
 * @param headers the request metadata, for one call only
 */
public record CallPlan(String name, Channel channel, CallOptions options, Metadata headers) {}
