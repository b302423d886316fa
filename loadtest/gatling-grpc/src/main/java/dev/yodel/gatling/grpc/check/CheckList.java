package dev.yodel.gatling.grpc.check;

import dev.yodel.gatling.grpc.GrpcResponse;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Check;
import io.gatling.core.check.CheckMaterializer;
import io.gatling.core.check.CheckResult;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.internal.Expressions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * The checks of one action, in their order.
 *
 * <p>Every check runs, so that each may save what it found; the first that fails is the error. Its text is made by the
 * first failure of that check and kept for all that follow: a check that fails for a million users is one kind of
 * error, not a million. Thread-safe.
 */
public final class CheckList {

    /** No check at all. */
    public static final CheckList NONE = new CheckList(List.of());

    private static final Materializer MATERIALIZER = new Materializer();

    private final List<CheckBuilder> builders;
    private final List<Check<GrpcResponse<?>>> checks;
    private final AtomicReferenceArray<@Nullable String> firstErrors;

    private CheckList(List<CheckBuilder> builders) {
        this.builders = builders;
        checks = builders.stream().map(CheckList::materialize).toList();
        firstErrors = new AtomicReferenceArray<>(checks.size());
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
        for (int i = 0; i < checks.size(); i++) {
            Checked one = run(i, response, updated);
            updated = one.session();
            error = error == null ? one.error() : error;
            coversStatus |= one.coversStatus();
        }
        return new Checked(updated, error, coversStatus);
    }

    private Checked run(int check, GrpcResponse<?> response, Session session) {
        CheckBuilder builder = builders.get(check);
        boolean coversStatus = builder.type() == CheckScope.STATUS;
        try {
            if (builder instanceof ConditionalCheck conditional) {
                Validation<?> holds = conditional.condition().test(response, session);
                if (!(holds instanceof Success<?> known)) {
                    String unknown = "condition of a check: " + ((Failure) holds).message();
                    return new Checked(session, firstError(check, unknown), false);
                }
                if (!(Boolean) known.value()) {
                    return new Checked(session, null, false);
                }
            }
            Validation<CheckResult> result = checks.get(check).check(response, session, null);
            return result instanceof Success<CheckResult> success
                    ? new Checked(success.value().update(session), null, coversStatus)
                    : new Checked(
                            session, firstError(check, ((Failure) (Validation<?>) result).message()), coversStatus);
        } catch (Throwable e) { // Gatling guards what finds a value, not what compares it
            return new Checked(session, firstError(check, "check: " + e), coversStatus);
        }
    }

    private String firstError(int check, String message) {
        if (builders.get(check).type() == CheckScope.STATUS) {
            return message; // a status has few values: each is a kind of its own
        }
        String first = firstErrors.get(check);
        if (first == null) {
            firstErrors.compareAndSet(check, null, message);
            first = firstErrors.get(check);
        }
        return first == null ? message : first;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java's CheckBuilder forgets the types of Scala's
    private static Check<GrpcResponse<?>> materialize(CheckBuilder builder) {
        return (Check<GrpcResponse<?>>)
                ((io.gatling.core.check.CheckBuilder) builder.asScala()).build((CheckMaterializer) MATERIALIZER);
    }

    /**
     * What checks made of a session.
     *
     * @param session the session with what was saved
     * @param error the first failure; null if all checks passed
     * @param coversStatus whether a check said which status is right
     */
    public record Checked(Session session, @Nullable String error, boolean coversStatus) {}

    /** A check looks at the response as it is: nothing is prepared. */
    private static final class Materializer
            extends CheckMaterializer<CheckScope, Check<GrpcResponse<?>>, GrpcResponse<?>, GrpcResponse<?>> {

        Materializer() {
            super(check -> check);
        }

        @Override
        public Function1<GrpcResponse<?>, Validation<GrpcResponse<?>>> preparer() {
            return response -> Expressions.validation(() -> response);
        }
    }
}
