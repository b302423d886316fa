package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.call.StreamName;

/** A call with a stream of requests and one response. Immutable. */
public final class GrpcClientStream<Q, S> extends GrpcSendingStream<GrpcClientStream<Q, S>, Q, S> {

    GrpcClientStream(CallAttributes<Q, S> call, StreamName name) {
        this(named(call, name));
    }

    private GrpcClientStream(StreamAttributes<Q, S> attributes) {
        super(attributes);
    }

    @Override
    GrpcClientStream<Q, S> with(StreamAttributes<Q, S> newAttributes) {
        return new GrpcClientStream<>(newAttributes);
    }
}
