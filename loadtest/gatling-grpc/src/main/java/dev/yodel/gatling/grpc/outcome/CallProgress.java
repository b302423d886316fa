package dev.yodel.gatling.grpc.outcome;

/** How far a call came, or its last attempt if there were several. */
public enum CallProgress {
    /** There was a connection for it, but its credentials failed. */
    UNSIGNED,
    /** There was no connection for it yet. */
    UNCONNECTED,
    /** It had its connection, but not yet a stream on it. */
    QUEUED,
    /** It was on its way to the server. */
    SENT,
    /** The server ended it: the status is the server's, and not made up by the client. */
    ANSWERED
}
