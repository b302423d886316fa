package dev.yodel.gatling.grpc.protocol;

/** An open stream, which is kept in the session of its user. */
public interface OpenStream {

    /** The user has ended. Called on the user's event loop. */
    void userEnded();

    /** The run has stopped. Called on any thread. */
    void runStopped();
}
