package dev.yodel.benchmarks.load;

/** The calls that the users of a load make. */
public enum Workload {
    /** {@code EchoService.Echo} with generated stubs; each user makes one call after another. */
    UNARY,
    /** Like {@link #UNARY}, but without stubs: messages are built from JSON that contains a Gatling expression. */
    JSON,
    /** Like {@link #UNARY}, but each user makes one call and leaves, and a new user takes its place. */
    NEW_USERS,
    /** {@code EchoService.Echo} on a schedule at a constant rate, independent of the answers (open model). */
    SCHEDULED,
    /** {@code EchoService.Chat}: one stream per user for the whole run; answered messages are counted. */
    CHAT
}
