package dev.yodel.gatling.grpc.check;

import io.gatling.javaapi.core.CheckBuilder;

/** The part of a call that a check needs. */
enum CheckScope implements CheckBuilder.CheckType {
    /** The end of the call. The check decides which status codes are expected, and OK is no longer required. */
    STATUS,
    /** The end of the call. */
    END,
    /** A message, or only the headers. Such a check is also allowed on a message of an open stream. */
    MESSAGE
}
