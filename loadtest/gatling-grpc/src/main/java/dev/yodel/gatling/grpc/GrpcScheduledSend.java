package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.schedule.Schedule;
import io.gatling.javaapi.core.ChainBuilder;
import org.jspecify.annotations.Nullable;

/** Messages sent on a stream according to a schedule. The user proceeds when the last one is sent. Immutable. */
public final class GrpcScheduledSend<Q, S> extends GrpcScheduled<GrpcScheduledSend<Q, S>> {

    private final StreamAttributes<Q, S> stream;
    private final MessageSource<Q> message;
    private final Schedule schedule;
    private final @Nullable ChainBuilder feed;

    GrpcScheduledSend(
            StreamAttributes<Q, S> stream, MessageSource<Q> message, Schedule schedule, @Nullable ChainBuilder feed) {
        this.stream = stream;
        this.message = message;
        this.schedule = schedule;
        this.feed = feed;
    }

    @Override
    GrpcScheduledSend<Q, S> withFeed(ChainBuilder newFeed) {
        return new GrpcScheduledSend<>(stream, message, schedule, newFeed);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.sendOnSchedule(stream, message, schedule, feed);
    }
}
