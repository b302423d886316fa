package dev.yodel.gatling.grpc.call;

import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.internal.Expressions;
import scala.Function1;

/**
 * How a call names its target.
 *
 * @param text the Gatling EL string, as it was written
 * @param expression what it says for a session
 */
public record TargetName(String text, Function1<Session, Validation<String>> expression) {

    private static final String EL = "#{";

    /** The name that the Gatling EL string says. */
    public static TargetName of(String text) {
        return new TargetName(text, Expressions.toStringExpression(text));
    }

    /** Whether it is the same for all sessions, so that a wrong one can be refused before the run starts. */
    boolean isFixed() {
        return !text.contains(EL);
    }
}
