package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import dev.yodel.gatling.grpc.stats.RoundTrips;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * The definition of a stream in a scenario. Immutable.
 *
 * @param call the definition as a call
 * @param name the name by which the user's actions find it
 * @param due its due time in nanoseconds on the run's clock; null is the time when it is opened
 * @param receiveBuffer the maximum number of received messages that wait to be awaited; then backpressure applies to
 *     the server
 * @param readRate messages per second to request from the transport; 0 requests none; null is as they are needed
 * @param matching measures the round trips of each stream; null is by order
 * @param eachMessage checks on every received message
 */
public record StreamAttributes<Q, S>(
        CallAttributes<Q, S> call,
        StreamName name,
        @Nullable Function1<Session, Validation<Long>> due,
        int receiveBuffer,
        @Nullable Double readRate,
        @Nullable Supplier<? extends RoundTrips<Q, S>> matching,
        CheckList eachMessage) {

    public static final int DEFAULT_RECEIVE_BUFFER = 64;
    private static final double MOST_PER_SECOND = 1_000_000;

    public StreamAttributes {
        if (receiveBuffer < 1) {
            throw new IllegalArgumentException("receiveBuffer: %d (expected: > 0)".formatted(receiveBuffer));
        }
        if (readRate != null && !(readRate >= 0 && readRate <= MOST_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "readRate: %s (expected: 0 to %s messages per second)".formatted(readRate, MOST_PER_SECOND));
        }
    }

    /**
     * The options of this definition that the one by which the stream was opened does not have: they would have no
     * effect.
     */
    public List<String> optionsMissingIn(StreamAttributes<?, ?> opened) {
        List<String> missing = new ArrayList<>();
        if (receiveBuffer != DEFAULT_RECEIVE_BUFFER && opened.receiveBuffer == DEFAULT_RECEIVE_BUFFER) {
            missing.add("receiveBuffer");
        }
        if (readRate != null && opened.readRate == null) {
            missing.add("readRate");
        }
        if (matching != null && opened.matching == null) {
            missing.add("matchBy or measureBy");
        }
        if (!eachMessage.isEmpty() && opened.eachMessage.isEmpty()) {
            missing.add("checkEach");
        }
        if (call.target() != null && opened.call.target() == null) {
            missing.add("on");
        }
        if (!call.settings().equals(CallSettings.NONE) && opened.call.settings().equals(CallSettings.NONE)) {
            missing.add("options of the call");
        }
        return missing;
    }

    public StreamAttributes<Q, S> withCall(CallAttributes<Q, S> newCall) {
        return new StreamAttributes<>(newCall, name, due, receiveBuffer, readRate, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withName(StreamName newName) {
        return new StreamAttributes<>(call, newName, due, receiveBuffer, readRate, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withDue(Function1<Session, Validation<Long>> newDue) {
        return new StreamAttributes<>(call, name, newDue, receiveBuffer, readRate, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withReceiveBuffer(int newReceiveBuffer) {
        return new StreamAttributes<>(call, name, due, newReceiveBuffer, readRate, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withReadRate(double newReadRate) {
        return new StreamAttributes<>(call, name, due, receiveBuffer, newReadRate, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withMatching(Supplier<? extends RoundTrips<Q, S>> newMatching) {
        return new StreamAttributes<>(call, name, due, receiveBuffer, readRate, newMatching, eachMessage);
    }

    public StreamAttributes<Q, S> withEachMessage(CheckList newEachMessage) {
        return new StreamAttributes<>(call, name, due, receiveBuffer, readRate, matching, newEachMessage);
    }
}
