package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.function.Function;
import scala.Function1;

/** The time-out of a wait on a stream. Immutable. */
public final class AwaitTime {

    private final Function1<Session, Validation<Duration>> time;

    private AwaitTime(Function1<Session, Validation<Duration>> time) {
        this.time = time;
    }

    /** A fixed time. */
    public static AwaitTime of(Duration time) {
        if (isNone(time)) {
            throw new IllegalArgumentException(notPositive(time));
        }
        return new AwaitTime(SessionExpressions.constant(time));
    }

    /** A {@link TimeExpression}. */
    public static AwaitTime of(String time) {
        return new AwaitTime(TimeExpression.of(time));
    }

    /** A function of the session. */
    public static AwaitTime of(Function<io.gatling.javaapi.core.Session, Duration> time) {
        return new AwaitTime(SessionExpressions.of(time));
    }

    /** The time for a session; throws an {@link UnresolvedException} if it cannot be evaluated or is not positive. */
    Duration in(Session session) {
        Duration resolved = SessionExpressions.resolve("await time-out", time, session);
        if (isNone(resolved)) {
            throw new UnresolvedException(notPositive(resolved));
        }
        return resolved;
    }

    private static boolean isNone(Duration time) {
        return time.isNegative() || time.isZero();
    }

    private static String notPositive(Duration time) {
        return "await time-out: %s (expected: > 0)".formatted(time);
    }
}
