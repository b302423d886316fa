package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.call.GrpcActions;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import dev.yodel.gatling.grpc.check.CheckList;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a stream. A user who waits in vain goes on as failed. Immutable. */
public final class GrpcAwaitEnd<Q, S> implements ActionBuilder {

    private final StreamAttributes<Q, S> stream;
    private final CheckList checks;
    private final @Nullable Duration timeout;

    GrpcAwaitEnd(StreamAttributes<Q, S> stream, CheckList checks, @Nullable Duration timeout) {
        this.stream = stream;
        this.checks = checks;
        this.timeout = timeout;
    }

    /** How long to wait. */
    public GrpcAwaitEnd<Q, S> timeout(Duration newTimeout) {
        if (newTimeout.isNegative() || newTimeout.isZero()) {
            throw new IllegalArgumentException("await time-out: %s (expected: > 0)".formatted(newTimeout));
        }
        return new GrpcAwaitEnd<>(stream, checks, newTimeout);
    }

    /** Adds checks; those on messages see the last one. A status of OK is implied where none of them is on the status. */
    public GrpcAwaitEnd<Q, S> check(CheckBuilder... more) {
        return new GrpcAwaitEnd<>(stream, checks.and(List.of(more)).atEnd("the end of a stream"), timeout);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.awaitEnd(stream, checks, timeout);
    }
}
