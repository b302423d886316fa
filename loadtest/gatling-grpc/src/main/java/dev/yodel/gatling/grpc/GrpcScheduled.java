package dev.yodel.gatling.grpc;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Something that is sent again and again at a schedule, each time with the next record of a feeder if it is given one.
 *
 * <p>The record is in the session that the message is made of, and for calls also name, metadata and checks. The user's
 * own session does not get it. The feeder is Gatling's: shared by all users, also with a {@code feed} of a scenario if
 * that is given the same object, and an empty one ends the run.
 *
 * @param <T> what it is
 */
public abstract sealed class GrpcScheduled<T> implements ActionBuilder permits GrpcScheduledUnary, GrpcScheduledSend {

    GrpcScheduled() {}

    abstract T withFeed(ChainBuilder feed);

    /** Each time with the next record: {@code csv("names.csv").circular()}. */
    public final T feed(FeederBuilder<?> feeder) {
        return withFeed(CoreDsl.feed(feeder));
    }

    /** Each time with the next record. */
    public final T feed(Iterator<Map<String, Object>> feeder) {
        return withFeed(CoreDsl.feed(feeder));
    }

    /** Each time with the next record, of an iterator that is made when the scenario is. */
    public final T feed(Supplier<Iterator<Map<String, Object>>> feeder) {
        return withFeed(CoreDsl.feed(feeder));
    }
}
