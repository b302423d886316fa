package dev.yodel.gatling.grpc.protocol;

/** A stream that lives in a user's session. */
public interface OpenStream {

    /** Its user has ended. Called on the user's event loop. */
    void userEnded();

    /** The run has stopped. Called on any thread. */
    void runStopped();
}
