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
 * @param text the name as it was written
 * @param expression what it says for a session; null is the text as it is
 */
public record StreamName(String text, @Nullable Function1<Session, Validation<String>> expression) {

    /** A private attribute of Gatling's, which a reset of the session keeps. */
    private static final String KEY = "gatling.grpc.stream.";

    /** The text as it is, whatever stands in it. */
    public static StreamName literal(String text) {
        return new StreamName(text, null);
    }

    /** What the Gatling EL string says. */
    public static StreamName of(String text) {
        return text.contains("{") ? new StreamName(text, SessionExpressions.text(text)) : literal(text);
    }

    /** What a function makes of the session. */
    public static StreamName of(Function<io.gatling.javaapi.core.Session, String> function) {
        return new StreamName("stream", SessionExpressions.of(function));
    }

    /** Gives the session attribute that holds the stream of that name. */
    public Function<Session, String> keys() {
        if (expression == null) {
            String always = KEY + text;
            return session -> always;
        }
        return session -> KEY + SessionExpressions.resolve("stream name", expression, session);
    }

    /** The name that a key of {@link #keys()} stands for. */
    public static String ofKey(String key) {
        return key.substring(KEY.length());
    }
}
