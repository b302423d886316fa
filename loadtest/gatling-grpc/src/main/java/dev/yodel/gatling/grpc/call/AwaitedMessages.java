package dev.yodel.gatling.grpc.call;

import dev.yodel.gatling.grpc.check.CheckList;
import io.gatling.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a stream are awaited, and what is done with them. Immutable.
 *
 * @param count how many
 * @param matching which ones; others are passed over
 * @param checks checks on each
 * @param collectAs the session attribute to whose list something of each is added; null is none
 * @param collected what of each
 * @param timeout how long to wait for the last one; null is the protocol's
 */
public record AwaitedMessages<S>(
        int count,
        Predicate<S> matching,
        CheckList checks,
        @Nullable String collectAs,
        Function<S, ?> collected,
        @Nullable AwaitTime timeout) {

    public AwaitedMessages {
        if (count < 1) {
            throw new IllegalArgumentException("awaited messages: %d (expected: > 0)".formatted(count));
        }
    }

    /** The next ones, whatever they are. */
    public static <S> AwaitedMessages<S> next(int count) {
        return new AwaitedMessages<>(count, message -> true, CheckList.NONE, null, message -> message, null);
    }

    public AwaitedMessages<S> withMatching(Predicate<S> newMatching) {
        return new AwaitedMessages<>(count, newMatching, checks, collectAs, collected, timeout);
    }

    public AwaitedMessages<S> withChecks(CheckList newChecks) {
        return new AwaitedMessages<>(count, matching, newChecks, collectAs, collected, timeout);
    }

    public AwaitedMessages<S> withTimeout(AwaitTime newTimeout) {
        return new AwaitedMessages<>(count, matching, checks, collectAs, collected, newTimeout);
    }

    public AwaitedMessages<S> collecting(String attribute, Function<S, ?> what) {
        return new AwaitedMessages<>(count, matching, checks, attribute, what, timeout);
    }

    /** The session with what is to be collected of the message at the end of its list. */
    Session collect(Session session, S message) {
        if (collectAs == null) {
            return session;
        }
        List<Object> list = new ArrayList<>();
        if (session.contains(collectAs) && session.attributes().apply(collectAs) instanceof List<?> before) {
            list.addAll(before);
        }
        list.add(collected.apply(message));
        return session.set(collectAs, list);
    }
}
