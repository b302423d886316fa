package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.FeederRecords;
import dev.yodel.gatling.grpc.call.CallFactory;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
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
record MessageSupplier<Q>(
        Function1<Session, Validation<Q>> message, @Nullable FeederRecords feed) {

    /** The message for the session; one that cannot be made is an {@link UnresolvedException}. */
    Q make(String stream, Session session) {
        return SessionExpressions.resolve("message of " + stream, message, session);
    }
}
