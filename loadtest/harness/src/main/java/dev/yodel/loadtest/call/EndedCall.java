package dev.yodel.loadtest.call;

import io.grpc.Metadata;
import io.grpc.Status;

/**
 * The end of a call.
 *
 * @param status its status
 * @param trailers its trailers
 * @param time where its time went, in one line
 */
public record EndedCall(Status status, Metadata trailers, String time) {}
