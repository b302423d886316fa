package dev.yodel.gatling.grpc.action;

import dev.yodel.gatling.grpc.check.CheckList;
import io.gatling.core.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a stream are awaited, and what is done with them. Immutable.
 *
 * @param count how many
 * @param matching which ones, for which session; others are passed over
 * @param checks checks on each
 * @param collected the session with something of each at the end of a list; null is as it was
 * @param timeout how long to wait for the last one; null is the protocol's
 */
public record AwaitedMessages<S>(
        int count,
        BiPredicate<S, Session> matching,
        CheckList checks,
        @Nullable BiFunction<Session, S, Session> collected,
        @Nullable AwaitTime timeout) {

    public AwaitedMessages {
        if (count < 1) {
            throw new IllegalArgumentException("awaited messages: %d (expected: > 0)".formatted(count));
        }
    }

    /** The next ones, whatever they are. */
    public static <S> AwaitedMessages<S> next(int count) {
        return new AwaitedMessages<>(count, (message, session) -> true, CheckList.NONE, null, null);
    }

    /** Those of them that are also such. */
    public AwaitedMessages<S> matchingAlso(BiPredicate<S, Session> also) {
        return new AwaitedMessages<>(count, matching.and(also), checks, collected, timeout);
    }

    public AwaitedMessages<S> withChecks(CheckList newChecks) {
        return new AwaitedMessages<>(count, matching, newChecks, collected, timeout);
    }

    public AwaitedMessages<S> withTimeout(AwaitTime newTimeout) {
        return new AwaitedMessages<>(count, matching, checks, collected, newTimeout);
    }

    /** What is collected so far, and something of each message in the list of a session attribute. */
    public AwaitedMessages<S> collectingAlso(String attribute, Function<S, ?> what) {
        BiFunction<Session, S, Session> before = collected;
        BiFunction<Session, S, Session> both = (session, message) ->
                add(before == null ? session : before.apply(session, message), attribute, what.apply(message));
        return new AwaitedMessages<>(count, matching, checks, both, timeout);
    }

    /** The session with what is to be collected of the message. */
    Session collect(Session session, S message) {
        return collected == null ? session : collected.apply(session, message);
    }

    private static Session add(Session session, String attribute, Object element) {
        List<Object> list = new ArrayList<>();
        if (session.contains(attribute) && session.attributes().apply(attribute) instanceof List<?> before) {
            list.addAll(before);
        }
        list.add(element);
        return session.set(attribute, list);
    }
}
