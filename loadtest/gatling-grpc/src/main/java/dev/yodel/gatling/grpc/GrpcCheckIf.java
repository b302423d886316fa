package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.check.CheckCondition;
import dev.yodel.gatling.grpc.check.ConditionalCheck;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A condition, to be followed by the checks that depend on it. Immutable.
 *
 * @param <A> the builder that the checks are added to
 */
public final class GrpcCheckIf<A> {

    private final CheckCondition condition;
    private final Function<CheckBuilder[], A> add;

    GrpcCheckIf(CheckCondition condition, Function<CheckBuilder[], A> add) {
        this.condition = condition;
        this.add = add;
    }

    /**
     * Adds checks that run only if the condition holds. If it does not, a check on the status does not count, and
     * status OK is required. If the condition cannot be evaluated, the checks fail.
     */
    public A then(CheckBuilder... checks) {
        return add.apply(Arrays.stream(checks)
                .map(check -> new ConditionalCheck(condition, check))
                .toArray(CheckBuilder[]::new));
    }
}
