package dev.yodel.gatling.grpc.stats;

/** Where the failure of a call came from. */
public enum FailureSource {
    /** No failure: status and checks are as expected. */
    NONE,
    /** The server answered, but a check failed. */
    CHECK,
    /** The call's own deadline, or the time-out of an await, passed at the client. */
    DEADLINE,
    /** The server ended the call with a status other than OK. */
    STATUS,
    /** The connection could not be established or was lost: refused, unresolved, TLS, closed. */
    CONNECTION,
    /** The server returned the call unprocessed or broke it off: GOAWAY, RST_STREAM, an invalid response. */
    RESET,
    /**
     * The client refused the call: it could not be made from the session, its credentials failed, a message could not
     * be written or read, or a response exceeded a limit of the client.
     */
    CLIENT,
    /** The end of the run cut the call off. Calls cancelled by the scenario are not included. */
    CANCELLED
}
