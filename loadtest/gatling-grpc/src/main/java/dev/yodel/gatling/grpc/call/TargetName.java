package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.function.Function;
import scala.Function1;

/**
 * The name of the target of a call.
 *
 * @param text the Gatling EL string as written in the scenario; empty for a function
 * @param expression its value for a session
 */
public record TargetName(String text, Function1<Session, Validation<String>> expression) {

    private static final String EL = "#{";
    private static final String BY_FUNCTION = "";

    /** A Gatling EL string. */
    public static TargetName of(String text) {
        return new TargetName(text, SessionExpressions.text(text));
    }

    /** A function of the session. */
    public static TargetName of(Function<io.gatling.javaapi.core.Session, String> function) {
        return new TargetName(BY_FUNCTION, SessionExpressions.of(function));
    }

    /** Whether it is the same for all sessions, so that an unknown one is refused before the run. */
    boolean isFixed() {
        return !text.equals(BY_FUNCTION) && !text.contains(EL);
    }
}
