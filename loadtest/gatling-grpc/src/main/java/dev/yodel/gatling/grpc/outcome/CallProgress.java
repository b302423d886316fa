package dev.yodel.gatling.grpc.outcome;

/** How far a call progressed; with several attempts, the last one. */
public enum CallProgress {
    /** It had a connection, but its credentials failed. */
    CREDENTIALS_FAILED,
    /** It had no connection yet. */
    UNCONNECTED,
    /** It had no connection yet, and a server of its target has requested a client certificate that is not configured. */
    UNCERTIFIED,
    /** It had a connection, but no stream on it yet. */
    QUEUED,
    /** Its headers were sent to the server. */
    SENT,
    /** The server ended it: the status comes from the server and not from the client. */
    ANSWERED,
    /** The server refused it because it has enough to do, and the status names when to retry. */
    SHED
}
