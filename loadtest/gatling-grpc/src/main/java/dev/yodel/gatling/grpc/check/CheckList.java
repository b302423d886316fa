package dev.yodel.gatling.grpc.check;

import dev.yodel.gatling.grpc.bridge.ScalaCheckBridge;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Check;
import io.gatling.core.check.CheckResult;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one action, in their order.
 *
 * <p>Every check runs, so that each may save what it found; the first that fails is the error. Its text is made by the
 * first failure of that check of its {@link Kind}, and kept for all that follow in the run: a check that fails for a
 * million users is one kind of error, not a million. Thread-safe.
 */
public final class CheckList {

    /** No check at all. */
    public static final CheckList NONE = new CheckList(List.of());

    private final List<CheckBuilder> builders;
    private final List<Check<GrpcResponse<?>>> checks;
    private final List<Map<Kind, String>> firstErrors;

    private CheckList(List<CheckBuilder> builders) {
        this.builders = builders;
        checks = builders.stream().map(ScalaCheckBridge::<GrpcResponse<?>>build).toList();
        firstErrors = checks.stream().map(check -> newErrors()).toList();
    }

    private static Map<Kind, String> newErrors() {
        return new ConcurrentHashMap<>();
    }

    /** The same checks, by which nothing has failed yet: what one run found is not told in another. */
    public CheckList forRun() {
        return new CheckList(builders);
    }

    /** These checks, and the others after them. */
    public CheckList and(List<CheckBuilder> others) {
        List<CheckBuilder> all = new ArrayList<>(builders);
        all.addAll(others);
        return new CheckList(List.copyOf(all));
    }

    /** These checks, provided that all of them can be made where they stand. */
    public CheckList within(Set<CheckScope> allowed, String place) {
        for (CheckBuilder builder : builders) {
            if (!(builder.type() instanceof CheckScope scope) || !allowed.contains(scope)) {
                throw new IllegalArgumentException(
                        "check: one of %s on %s (expected: %s)".formatted(builder.type(), place, allowed));
            }
        }
        return this;
    }

    /** These checks, for the end of a call. */
    public CheckList atEnd(String place) {
        return within(EnumSet.allOf(CheckScope.class), place);
    }

    /** These checks, for a message of a stream that goes on. */
    public CheckList onMessage(String place) {
        return within(EnumSet.of(CheckScope.MESSAGE), place);
    }

    public boolean isEmpty() {
        return checks.isEmpty();
    }

    /** Runs every check whose condition, if it has one, holds. */
    public Checked run(GrpcResponse<?> response, Session session) {
        Session updated = session;
        String error = null;
        boolean coversStatus = false;
        boolean statusIsWrong = false;
        for (int i = 0; i < checks.size(); i++) {
            Checked one = run(i, response, updated);
            updated = one.session();
            error = error == null ? one.error() : error;
            coversStatus |= one.coversStatus();
            statusIsWrong |= one.statusIsWrong();
        }
        return new Checked(updated, error, coversStatus, statusIsWrong);
    }

    private Checked run(int check, GrpcResponse<?> response, Session session) {
        CheckBuilder builder = builders.get(check);
        boolean coversStatus = builder.type() == CheckScope.STATUS;
        try {
            if (builder instanceof ConditionalCheck conditional) {
                Validation<?> holds = conditional.condition().test(response, session);
                if (!(holds instanceof Success<?> known)) {
                    String unknown = "condition of a check: " + ((Failure) holds).message();
                    return new Checked(session, firstError(check, Kind.CONDITION, unknown), false, false);
                }
                if (!(Boolean) known.value()) {
                    return Checked.nothing(session);
                }
            }
            Validation<CheckResult> result = checks.get(check).check(response, session, null);
            if (result instanceof Success<CheckResult> success) {
                return new Checked(success.value().update(session), null, coversStatus, false);
            }
            String wrong = ((Failure) (Validation<?>) result).message();
            return new Checked(session, firstError(check, Kind.of(wrong), wrong), coversStatus, coversStatus);
        } catch (Throwable e) { // Gatling guards what finds a value, not what compares it
            return new Checked(session, firstError(check, Kind.BROKEN, "check: " + e), coversStatus, coversStatus);
        }
    }

    private String firstError(int check, Kind kind, String message) {
        if (builders.get(check).type() == CheckScope.STATUS) {
            return message; // a status has few values: each is a kind of its own
        }
        return firstErrors.get(check).computeIfAbsent(kind, first -> message);
    }

    /**
     * What checks made of a session.
     *
     * @param session the session with what was saved
     * @param error the first failure; null if all checks passed
     * @param coversStatus whether a check said which status is right
     * @param statusIsWrong whether it is another one
     */
    public record Checked(Session session, @Nullable String error, boolean coversStatus, boolean statusIsWrong) {

        /** What no check makes of it. */
        public static Checked nothing(Session session) {
            return new Checked(session, null, false, false);
        }
    }

    /** In which way a check fails. */
    private enum Kind {
        /** Whether it is to be made could not be told. */
        CONDITION,
        /** There was nothing to check. */
        NOTHING,
        /** What was found is wrong. */
        VALUE,
        /** It could not be made. */
        BROKEN;

        /** By the words that Gatling's validators have for it. */
        static Kind of(String message) {
            if (message.endsWith("found nothing")) {
                return NOTHING;
            }
            return message.contains("but actually") || message.contains("found") ? VALUE : BROKEN;
        }
    }
}
