package dev.yodel.loadtest.engine.scenario;

import dev.yodel.v1.RoomServiceGrpc;
import io.grpc.MethodDescriptor;

/** The method that the members of a loaded room call. */
public final class RoomMethod {

    /** With its stubs, so no schema is asked for. */
    public static final MethodDescriptor<?, ?> JOIN = RoomServiceGrpc.getJoinMethod();

    private RoomMethod() {}
}
