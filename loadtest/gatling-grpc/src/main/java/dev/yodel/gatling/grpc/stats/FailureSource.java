package dev.yodel.gatling.grpc.stats;

/** Where the outcome of a call came from. */
public enum FailureSource {
    /** The call ended as it should: status and checks are right. */
    NONE,
    /** The server answered, but a check failed. */
    CHECK,
    /** The call's own deadline, or the time-out of an await, passed at the client. */
    DEADLINE,
    /** The server ended the call with a status other than OK. */
    STATUS,
    /** No connection could be made or kept: refused, unresolved, TLS, lost. */
    CONNECTION,
    /** The server gave the call back: GOAWAY, RST_STREAM, a broken answer. */
    RESET,
    /**
     * The client itself refused, before the wire or after it: a call that could not be made of the session, credentials
     * that failed, a message that could not be written or read, an answer above a limit that was set here.
     */
    CLIENT,
    /** The end of the run cut the call off. A call that its scenario cancels is no such one: it ended as it should. */
    CANCELLED
}
