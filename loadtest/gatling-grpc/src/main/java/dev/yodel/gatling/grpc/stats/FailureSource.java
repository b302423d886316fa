package dev.yodel.gatling.grpc.stats;

/** Who or what made a call fail. */
public enum FailureSource {
    /** The call did not fail: its status and its checks are as expected. Also a call that the scenario cancels. */
    NONE,
    /** The server answered, but a check failed. */
    CHECK,
    /** The call's own deadline, or the time-out of an await, passed at the client. */
    DEADLINE,
    /** The server ended the call with an unexpected status, including a DEADLINE_EXCEEDED that it sent itself. */
    STATUS,
    /**
     * The server refused the call because it has enough to do: RESOURCE_EXHAUSTED or UNAVAILABLE with a
     * {@code google.rpc.RetryInfo} among the details of its status.
     */
    SHED,
    /** The connection could not be established or was lost: refused, unresolved, TLS, closed. */
    CONNECTION,
    /** The server refused or reset the call on a working connection: GOAWAY, RST_STREAM, a malformed response. */
    RESET,
    /**
     * The client itself failed the call, before sending or after receiving: it could not be built from the Gatling
     * session, its credentials failed, a message could not be serialized or parsed, or a response exceeded a limit of
     * the client.
     */
    CLIENT,
    /** The call was still open when the run ended, and was cancelled. */
    CANCELLED
}
