package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.check.CheckList;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a stream in a scenario. Immutable.
 *
 * @param call what is said of it as a call
 * @param name the name by which the user's actions find it
 * @param inbox how many received messages may wait to be awaited; with that many waiting, no more are asked for and the
 *     server is held back
 * @param matching how answers match what was sent; null is by order
 * @param eachMessage checks on every message, as it comes
 */
public record StreamAttributes<Q, S>(
        CallAttributes<Q, S> call,
        StreamName name,
        int inbox,
        @Nullable MatchingKey<Q, S> matching,
        CheckList eachMessage) {

    public static final int DEFAULT_INBOX = 64;

    public StreamAttributes {
        if (inbox < 1) {
            throw new IllegalArgumentException("inbox: %d (expected: > 0)".formatted(inbox));
        }
    }

    public StreamAttributes<Q, S> withCall(CallAttributes<Q, S> newCall) {
        return new StreamAttributes<>(newCall, name, inbox, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withName(StreamName newName) {
        return new StreamAttributes<>(call, newName, inbox, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withInbox(int newInbox) {
        return new StreamAttributes<>(call, name, newInbox, matching, eachMessage);
    }

    public StreamAttributes<Q, S> withMatching(MatchingKey<Q, S> newMatching) {
        return new StreamAttributes<>(call, name, inbox, newMatching, eachMessage);
    }

    public StreamAttributes<Q, S> withEachMessage(CheckList newEachMessage) {
        return new StreamAttributes<>(call, name, inbox, matching, newEachMessage);
    }
}
