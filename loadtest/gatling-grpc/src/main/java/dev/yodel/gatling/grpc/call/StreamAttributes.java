package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.check.CheckList;
import dev.yodel.gatling.grpc.protocol.CallSettings;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * What is said of a stream in a scenario. Immutable.
 *
 * @param call what is said of it as a call
 * @param name the name by which the user's actions find it
 * @param due when it is due to be opened, in nanoseconds on the run's clock; null is when it is opened
 * @param receiveBuffer how many received messages may wait to be awaited; with that many waiting, no more are asked for and the
 *     server is held back
 * @param matching how answers match what was sent; null is by order
 * @param eachMessage checks on every message, as it comes
 */
public record StreamAttributes<Q, S>(
        CallAttributes<Q, S> call,
        StreamName name,
        @Nullable Function1<Session, Validation<Long>> due,
        int receiveBuffer,
        @Nullable MatchingKey<Q, S> matching,
        CheckList eachMessage) {

    public static final int DEFAULT_RECEIVE_BUFFER = 64;

    public StreamAttributes {
        if (receiveBuffer < 1) {
            throw new IllegalArgumentException("receiveBuffer: %d (expected: > 0)".formatted(receiveBuffer));
        }
    }

    /** What these say that others, by which the stream was opened, leave out: it would be said in vain. */
    public List<String> saidBesides(StreamAttributes<?, ?> opened) {
        List<String> said = new ArrayList<>();
        if (receiveBuffer != DEFAULT_RECEIVE_BUFFER && opened.receiveBuffer == DEFAULT_RECEIVE_BUFFER) {
            said.add("receiveBuffer");
        }
        if (matching != null && opened.matching == null) {
            said.add("matchBy");
        }
        if (!eachMessage.isEmpty() && opened.eachMessage.isEmpty()) {
            said.add("checkEach");
        }
        if (call.target() != null && opened.call.target() == null) {
            said.add("on");
        }
        if (!call.settings().equals(CallSettings.NONE) && opened.call.settings().equals(CallSettings.NONE)) {
            said.add("options of the call");
        }
        return said;
    }

    public StreamAttributes<Q, S> withCall(CallAttributes<Q, S> newCall) {
        return new StreamAttributes<>(newCall, name, due, receiveBuffer, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withName(StreamName newName) {
        return new StreamAttributes<>(call, newName, due, receiveBuffer, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withDue(Function1<Session, Validation<Long>> newDue) {
        return new StreamAttributes<>(call, name, newDue, receiveBuffer, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withReceiveBuffer(int newReceiveBuffer) {
        return new StreamAttributes<>(call, name, due, newReceiveBuffer, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withMatching(MatchingKey<Q, S> newMatching) {
        return new StreamAttributes<>(call, name, due, receiveBuffer, newMatching, eachMessage);
    }

    public StreamAttributes<Q, S> withEachMessage(CheckList newEachMessage) {
        return new StreamAttributes<>(call, name, due, receiveBuffer, matching, newEachMessage);
    }
}
