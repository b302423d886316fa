package dev.yodel.gatling.grpc.check;

import io.gatling.javaapi.core.CheckBuilder;

/** What a check needs to have seen. */
enum CheckScope implements CheckBuilder.CheckType {
    /** The end of the call, and it says which status codes are right: OK is then no longer implied. */
    STATUS,
    /** The end of the call. */
    END,
    /** A message, or only the headers: such a check may also stand on a message of a stream that goes on. */
    MESSAGE
}
