package dev.yodel.gatling.grpc.call;

import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * What an action sends on streams, bound to a method and a run.
 *
 * @param message the message for each session
 * @param feed where each message's record comes from; null if messages have none of their own
 */
record Outgoing<Q>(
        Function1<Session, Validation<Q>> message, @Nullable RecordFeed feed) {

    /** The message for the session; one that cannot be made is an {@link UnresolvedException}. */
    Q make(String stream, Session session) {
        return CallFactory.resolve("message of " + stream, message, session);
    }
}
