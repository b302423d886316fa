package dev.yodel.gatling.grpc.protocol;

/** An action of a user that lasts for a given time or follows a schedule. */
public interface WindDownListener {

    /**
     * Ends the action early. Called on any thread, possibly more than once, and possibly after the action has ended.
     */
    void windDown();
}
