package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.AwaitTime;
import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.check.CheckList;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a stream. Immutable. */
public final class GrpcAwaitEnd<Q, S> extends GrpcAwait<GrpcAwaitEnd<Q, S>, S> {

    private final StreamAttributes<Q, S> stream;
    private final CheckList checks;
    private final @Nullable AwaitTime timeout;

    GrpcAwaitEnd(StreamAttributes<Q, S> stream, CheckList checks, @Nullable AwaitTime timeout) {
        this.stream = stream;
        this.checks = checks;
        this.timeout = timeout;
    }

    @Override
    GrpcAwaitEnd<Q, S> with(AwaitTime newTimeout) {
        return new GrpcAwaitEnd<>(stream, checks, newTimeout);
    }

    /** Adds checks; those on messages see the last message. Status OK is required unless a check is on the status. */
    @Override
    public GrpcAwaitEnd<Q, S> check(CheckBuilder... more) {
        return new GrpcAwaitEnd<>(stream, checks.and(List.of(more)).atEnd("the end of a stream"), timeout);
    }

    @Override
    public ActionBuilder asScala() {
        return GrpcActions.awaitEnd(stream, checks, timeout);
    }
}
