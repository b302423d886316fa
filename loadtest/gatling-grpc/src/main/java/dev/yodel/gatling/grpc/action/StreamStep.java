package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;

/** What one action does with the stream of a user. */
@FunctionalInterface
interface StreamStep<Q, S> {

    /** Does it on the user's event loop, and sees to it that the session goes on to the next action exactly once. */
    void take(StreamCall<Q, S> stream, Session session, Action next);
}
