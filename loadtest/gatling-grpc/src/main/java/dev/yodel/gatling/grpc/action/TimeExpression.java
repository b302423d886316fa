package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.time.Duration;
import scala.Function1;
import scala.concurrent.duration.FiniteDuration;

/** A duration from a Gatling EL string that yields a Java or Scala duration, or a number of seconds. */
public final class TimeExpression {

    private static final double NANOS_PER_SECOND = 1e9;

    private TimeExpression() {}

    /** The duration for a session; any other value is a failure. */
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
