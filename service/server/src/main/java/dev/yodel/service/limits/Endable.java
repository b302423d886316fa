package dev.yodel.service.limits;

import io.grpc.Status;

/** A call that the server may end at any time, from any thread. */
public interface Endable {

    /** Ends the call with a status, unless it has ended already. */
    void end(Status status);

    /** Whether the call is a stream without an end, which must not hold up a drain. */
    default boolean endsAtGoAway() {
        return false;
    }

    /** Whether the call holds memory that other calls wait for. */
    default boolean holdsAwaitedMemory() {
        return false;
    }
}
