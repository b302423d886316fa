package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.function.Function;
import scala.Function1;

/**
 * How a call names its target.
 *
 * @param text the Gatling EL string, as it was written; empty where a function makes the name
 * @param expression what it says for a session
 */
public record TargetName(String text, Function1<Session, Validation<String>> expression) {

    private static final String EL = "#{";
    private static final String BY_FUNCTION = "";

    /** The name that the Gatling EL string says. */
    public static TargetName of(String text) {
        return new TargetName(text, SessionExpressions.text(text));
    }

    /** The name that a function makes of the session. */
    public static TargetName of(Function<io.gatling.javaapi.core.Session, String> function) {
        return new TargetName(BY_FUNCTION, SessionExpressions.of(function));
    }

    /** Whether it is the same for all sessions, so that a wrong one can be refused before the run starts. */
    boolean isFixed() {
        return !text.equals(BY_FUNCTION) && !text.contains(EL);
    }
}
