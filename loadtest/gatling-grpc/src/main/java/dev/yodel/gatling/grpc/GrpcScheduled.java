package dev.yodel.gatling.grpc;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sends that follow a schedule, each with the next record of a feeder if there is one.
 *
 * <p>The record is in the session from which the message is created and, for calls, also the name, metadata and checks.
 * The user's own session does not change. The feeder is Gatling's: it is shared by all users, also with a {@code feed}
 * of a scenario that uses the same object, and an empty one ends the run.
 *
 * @param <T> the builder
 */
public abstract sealed class GrpcScheduled<T> implements ActionBuilder permits GrpcScheduledUnary, GrpcScheduledSend {

    GrpcScheduled() {}

    abstract T withFeed(ChainBuilder feed);

    /** Uses the next record for each send: {@code csv("names.csv").circular()}. */
    public final T feed(FeederBuilder<?> feeder) {
        return withFeed(CoreDsl.feed(feeder));
    }

    /** Uses the next record for each send. */
    public final T feed(Iterator<Map<String, Object>> feeder) {
        return withFeed(CoreDsl.feed(feeder));
    }

    /** Uses the next record for each send, from an iterator that is created with the scenario. */
    public final T feed(Supplier<Iterator<Map<String, Object>>> feeder) {
        return withFeed(CoreDsl.feed(feeder));
    }
}
