package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.FeederRecords;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * The messages that an action sends on streams, bound to a method and a run.
 *
 * @param message the message as a function of the session
 * @param feed the source of a record for each message; null if there is none
 */
record MessageSupplier<Q>(
        Function1<Session, Validation<Q>> message, @Nullable FeederRecords feed) {

    /** The message for the session; throws an {@link UnresolvedException} if it cannot be made. */
    Q make(String stream, Session session) {
        return SessionExpressions.resolve("message of " + stream, message, session);
    }
}
