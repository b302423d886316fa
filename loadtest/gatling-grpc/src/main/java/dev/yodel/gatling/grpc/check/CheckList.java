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
 * <p>Every check runs, so that each can save its value; the first failure is the error. The text of the first failure
 * of a check and {@link Kind} represents all others in the run: a check that fails for a million users is one kind of
 * error, not a million. Thread-safe.
 */
public final class CheckList {

    /** No checks. */
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

    /** The same checks without the failures of an earlier run. */
    public CheckList forRun() {
        return new CheckList(builders);
    }

    /** These checks, followed by the others. */
    public CheckList and(List<CheckBuilder> others) {
        List<CheckBuilder> all = new ArrayList<>(builders);
        all.addAll(others);
        return new CheckList(List.copyOf(all));
    }

    /** These checks, after a check that their scopes are allowed at the place. */
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

    /** These checks, for a message of an open stream. */
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
        } catch (Throwable e) { // Gatling catches exceptions of extractors, but not of validators
            return new Checked(session, firstError(check, Kind.BROKEN, "check: " + e), coversStatus, coversStatus);
        }
    }

    private String firstError(int check, Kind kind, String message) {
        if (builders.get(check).type() == CheckScope.STATUS) {
            return message; // a status has few values: each is its own kind
        }
        return firstErrors.get(check).computeIfAbsent(kind, first -> message);
    }

    /**
     * The result of checks.
     *
     * @param session the session with saved values
     * @param error the first failure; null if all checks passed
     * @param coversStatus whether a check is on the status
     * @param statusIsWrong whether that check failed
     */
    public record Checked(Session session, @Nullable String error, boolean coversStatus, boolean statusIsWrong) {

        /** The result without checks. */
        public static Checked nothing(Session session) {
            return new Checked(session, null, false, false);
        }
    }

    /** The way in which a check fails. */
    private enum Kind {
        /** Its condition could not be evaluated. */
        CONDITION,
        /** There was no value. */
        NOTHING,
        /** The value is not the expected one. */
        VALUE,
        /** It threw. */
        BROKEN;

        /** The kind that the message of Gatling's validators means. */
        static Kind of(String message) {
            if (message.endsWith("found nothing")) {
                return NOTHING;
            }
            return message.contains("but actually") || message.contains("found") ? VALUE : BROKEN;
        }
    }
}
