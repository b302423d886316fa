package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.protocol.GrpcComponents;
import io.grpc.MethodDescriptor;

/** The source of the method to call. */
@FunctionalInterface
public interface MethodSource<Q, S> {

    /** The method in the run. */
    MethodDescriptor<Q, S> find(GrpcComponents components);
}
