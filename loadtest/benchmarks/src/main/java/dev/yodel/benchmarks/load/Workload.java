package dev.yodel.benchmarks.load;

/** The shape of the calls of a load. */
public enum Workload {
    /** {@code EchoService.Echo} with generated stubs, each user one call after the other. */
    UNARY,
    /** The same without stubs: messages made of JSON with an expression in it. */
    JSON,
    /** The same as the first, but that a user makes one call and leaves, and another takes his place. */
    VISIT,
    /** {@code EchoService.Echo} at a rate, whether or not the calls before have ended. */
    PACED,
    /** {@code EchoService.Chat}: one stream per user that lives as long as the run; what counts is answered messages. */
    CHAT
}
