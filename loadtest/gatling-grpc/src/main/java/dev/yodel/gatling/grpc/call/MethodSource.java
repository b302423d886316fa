package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import io.grpc.MethodDescriptor;

/** Where the method to call comes from. */
@FunctionalInterface
public interface MethodSource<Q, S> {

    /** The method, as the run knows it. */
    MethodDescriptor<Q, S> find(GrpcComponents components);
}
