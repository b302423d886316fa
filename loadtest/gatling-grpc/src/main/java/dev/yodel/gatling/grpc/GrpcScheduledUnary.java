package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.CallAttributes;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.javaapi.core.ChainBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Unary calls of one user according to a schedule, many of them in flight at once. Values saved by checks are not kept.
 * The user proceeds when all calls have ended, and fails if one of them failed. Immutable.
 */
public final class GrpcScheduledUnary<Q, S> extends GrpcScheduled<GrpcScheduledUnary<Q, S>> {

    private static final int DEFAULT_IN_FLIGHT = 10_000;

    private final CallAttributes<Q, S> attributes;
    private final MessageSource<Q> message;
    private final CheckList checks;
    private final Schedule schedule;
    private final int maxInFlight;
    private final @Nullable ChainBuilder feed;

    GrpcScheduledUnary(CallAttributes<Q, S> attributes, MessageSource<Q> message, CheckList checks, Schedule schedule) {
        this(attributes, message, checks, schedule, DEFAULT_IN_FLIGHT, null);
    }

    private GrpcScheduledUnary(
            CallAttributes<Q, S> attributes,
            MessageSource<Q> message,
            CheckList checks,
            Schedule schedule,
            int maxInFlight,
            @Nullable ChainBuilder feed) {
        this.attributes = attributes;
        this.message = message;
        this.checks = checks;
        this.schedule = schedule;
        this.maxInFlight = maxInFlight;
        this.feed = feed;
    }

    /**
     * The maximum number of calls in flight per user, 10,000 by default. At the maximum the next call waits, and its
     * response time counts from its due time.
     */
    public GrpcScheduledUnary<Q, S> maxInFlight(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("calls in flight: %d (expected: > 0)".formatted(calls));
        }
        return new GrpcScheduledUnary<>(attributes, message, checks, schedule, calls, feed);
    }

    @Override
    GrpcScheduledUnary<Q, S> withFeed(ChainBuilder newFeed) {
        return new GrpcScheduledUnary<>(attributes, message, checks, schedule, maxInFlight, newFeed);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.unaryOnSchedule(attributes, message, checks, schedule, maxInFlight, feed);
    }
}
