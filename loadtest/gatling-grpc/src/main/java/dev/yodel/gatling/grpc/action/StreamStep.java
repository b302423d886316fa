package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.call.StreamCall;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;

/** What one action does on the stream of a user. */
@FunctionalInterface
interface StreamStep<Q, S> {

    /** Runs on the user's event loop, and ensures that the session proceeds to the next action exactly once. */
    void take(StreamCall<Q, S> stream, Session session, Action next);
}
