package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.call.CallFactory;
import dev.yodel.gatling.grpc.bridge.UnresolvedException;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.time.Duration;
import java.util.function.Function;
import scala.Function1;

/** How long a user waits on a stream, as the scenario says it. Immutable. */
public final class AwaitTime {

    private final Function1<Session, Validation<Duration>> time;

    private AwaitTime(Function1<Session, Validation<Duration>> time) {
        this.time = time;
    }

    /** Always so long. */
    public static AwaitTime of(Duration time) {
        if (isNone(time)) {
            throw new IllegalArgumentException(notPositive(time));
        }
        return new AwaitTime(SessionExpressions.constant(time));
    }

    /** As a {@link TimeExpression} says. */
    public static AwaitTime of(String time) {
        return new AwaitTime(TimeExpression.of(time));
    }

    /** What a function makes of the session. */
    public static AwaitTime of(Function<io.gatling.javaapi.core.Session, Duration> time) {
        return new AwaitTime(SessionExpressions.of(time));
    }

    /** The time for a session; one that can't be told, or is none, is an {@link UnresolvedException}. */
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
