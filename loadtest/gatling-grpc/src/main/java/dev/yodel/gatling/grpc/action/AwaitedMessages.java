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
 * The messages that an action awaits, and how it processes them. Immutable.
 *
 * @param count the number of messages
 * @param matching the condition on message and session; other messages are skipped
 * @param checks checks on each message
 * @param collected appends a value from a message to a list in the session; null does nothing
 * @param endAllowed whether an end of the stream with OK before all of them is no failure
 * @param timeout the time-out for all of them; null is the protocol's
 */
public record AwaitedMessages<S>(
        int count,
        BiPredicate<S, Session> matching,
        CheckList checks,
        @Nullable BiFunction<Session, S, Session> collected,
        boolean endAllowed,
        @Nullable AwaitTime timeout) {

    public AwaitedMessages {
        if (count < 1) {
            throw new IllegalArgumentException("awaited messages: %d (expected: > 0)".formatted(count));
        }
    }

    /** The next messages, without a condition. */
    public static <S> AwaitedMessages<S> next(int count) {
        return new AwaitedMessages<>(count, (message, session) -> true, CheckList.NONE, null, false, null);
    }

    /** With an additional condition. */
    public AwaitedMessages<S> matchingAlso(BiPredicate<S, Session> also) {
        return new AwaitedMessages<>(count, matching.and(also), checks, collected, endAllowed, timeout);
    }

    public AwaitedMessages<S> withChecks(CheckList newChecks) {
        return new AwaitedMessages<>(count, matching, newChecks, collected, endAllowed, timeout);
    }

    /** Without failure if the stream ends with OK before all of them. */
    public AwaitedMessages<S> withEndAllowed() {
        return new AwaitedMessages<>(count, matching, checks, collected, true, timeout);
    }

    public AwaitedMessages<S> withTimeout(AwaitTime newTimeout) {
        return new AwaitedMessages<>(count, matching, checks, collected, endAllowed, newTimeout);
    }

    /** With an additional value to append to the list in a session attribute. */
    public AwaitedMessages<S> collectingAlso(String attribute, Function<S, ?> what) {
        BiFunction<Session, S, Session> before = collected;
        BiFunction<Session, S, Session> both = (session, message) ->
                add(before == null ? session : before.apply(session, message), attribute, what.apply(message));
        return new AwaitedMessages<>(count, matching, checks, both, endAllowed, timeout);
    }

    /** The session with the collected values of the message. */
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
