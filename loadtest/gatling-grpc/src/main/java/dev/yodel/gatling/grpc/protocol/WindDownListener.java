package dev.yodel.gatling.grpc.protocol;

/** What a user does for a time, or at a schedule. */
public interface WindDownListener {

    /** Its time is to be over now. Called on any thread, maybe more than once, maybe when it is over. */
    void windDown();
}
