package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.function.Function;
import scala.Function1;
import scala.concurrent.duration.FiniteDuration;

/** A length of time as a Gatling EL string says it: a duration of Java's or Scala's, or a number of seconds. */
public final class TimeExpression {

    private static final double NANOS_PER_SECOND = 1e9;

    private TimeExpression() {}

    /** What the string says for a session; what is no time is a failure. */
    public static Function1<Session, Validation<Duration>> of(String text) {
        return SessionExpressions.mapped(SessionExpressions.any(text), TimeExpression::toDuration);
    }

    private static Duration toDuration(Object value) {
        if (value instanceof Duration duration) {
            return duration;
        }
        if (value instanceof FiniteDuration duration) {
            return Duration.ofNanos(duration.toNanos());
        }
        try {
            return Duration.ofNanos(Math.round(Double.parseDouble(value.toString()) * NANOS_PER_SECOND));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(value + " (expected: a duration or a number of seconds)");
        }
    }
}
