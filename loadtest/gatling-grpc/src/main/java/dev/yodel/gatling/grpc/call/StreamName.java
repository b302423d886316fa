package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * The name by which a user's actions find an open stream. Immutable.
 *
 * @param text the name as written in the scenario
 * @param expression its value for a session; null is the text itself
 */
public record StreamName(String text, @Nullable Function1<Session, Validation<String>> expression) {

    /** A prefix of private attributes of Gatling, which a reset of the session keeps. */
    private static final String KEY = "gatling.grpc.stream.";

    /** The text itself, without EL. */
    public static StreamName literal(String text) {
        return new StreamName(text, null);
    }

    /** A Gatling EL string. */
    public static StreamName of(String text) {
        return text.contains("{") ? new StreamName(text, SessionExpressions.text(text)) : literal(text);
    }

    /** A function of the session. */
    public static StreamName of(Function<io.gatling.javaapi.core.Session, String> function) {
        return new StreamName("stream", SessionExpressions.of(function));
    }

    /** The name of the session attribute that holds the stream, as a function of the session. */
    public Function<Session, String> keys() {
        if (expression == null) {
            String always = KEY + text;
            return session -> always;
        }
        return session -> KEY + SessionExpressions.resolve("stream name", expression, session);
    }

    /** The name in a key of {@link #keys()}. */
    public static String ofKey(String key) {
        return key.substring(KEY.length());
    }
}
