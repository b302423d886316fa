package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.action.GrpcActions;
import dev.yodel.gatling.grpc.bridge.SessionExpressions;
import dev.yodel.gatling.grpc.call.MessageSource;
import dev.yodel.gatling.grpc.call.StreamAttributes;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A message sent on a stream, once or for each of several records of a feeder. Immutable.
 *
 * <p>Each record is in the session from which its message is created; the user's own session does not change. The
 * feeder is Gatling's: it is shared by all users, also with a {@code feed} of a scenario that uses the same object, and
 * an empty one ends the run. {@code feed(feeder, n)} of a scenario makes a list of each value; this sends a message for
 * each record.
 */
public final class GrpcSend<Q, S> implements ActionBuilder {

    private final StreamAttributes<Q, S> stream;
    private final MessageSource<Q> message;

    GrpcSend(StreamAttributes<Q, S> stream, MessageSource<Q> message) {
        this.stream = stream;
        this.message = message;
    }

    /** Sends a message for each of the given number of records. */
    public ActionBuilder feed(FeederBuilder<?> feeder, int records) {
        return fromFeeder(CoreDsl.feed(feeder), records);
    }

    /** Sends a message for each record, their number a Gatling EL string. */
    public ActionBuilder feed(FeederBuilder<?> feeder, String records) {
        return fromFeeder(CoreDsl.feed(feeder), records);
    }

    /** Sends a message for each of the given number of records. */
    public ActionBuilder feed(Iterator<Map<String, Object>> feeder, int records) {
        return fromFeeder(CoreDsl.feed(feeder), records);
    }

    /** Sends a message for each record, their number a Gatling EL string. */
    public ActionBuilder feed(Iterator<Map<String, Object>> feeder, String records) {
        return fromFeeder(CoreDsl.feed(feeder), records);
    }

    /** Sends a message for each of the given number of records, from an iterator that is created with the scenario. */
    public ActionBuilder feed(Supplier<Iterator<Map<String, Object>>> feeder, int records) {
        return fromFeeder(CoreDsl.feed(feeder), records);
    }

    /** Sends a message for each record, their number a Gatling EL string. */
    public ActionBuilder feed(Supplier<Iterator<Map<String, Object>>> feeder, String records) {
        return fromFeeder(CoreDsl.feed(feeder), records);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        return GrpcActions.send(stream, message);
    }

    private ActionBuilder fromFeeder(ChainBuilder feed, int records) {
        if (records < 1) {
            throw new IllegalArgumentException("records: %d (expected: > 0)".formatted(records));
        }
        return () -> GrpcActions.sendFromFeeder(stream, message, feed, SessionExpressions.constant(records));
    }

    private ActionBuilder fromFeeder(ChainBuilder feed, String records) {
        var count = SessionExpressions.integer(records);
        return () -> GrpcActions.sendFromFeeder(stream, message, feed, count);
    }
}
