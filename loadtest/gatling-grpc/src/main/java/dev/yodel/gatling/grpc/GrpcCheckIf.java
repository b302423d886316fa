package dev.yodel.gatling.grpc;

import dev.yodel.gatling.grpc.check.CheckCondition;
import dev.yodel.gatling.grpc.check.ConditionalCheck;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A condition that waits for the checks that depend on it. Immutable.
 *
 * @param <A> what the checks are added to
 */
public final class GrpcCheckIf<A> {

    private final CheckCondition condition;
    private final Function<CheckBuilder[], A> add;

    GrpcCheckIf(CheckCondition condition, Function<CheckBuilder[], A> add) {
        this.condition = condition;
        this.add = add;
    }

    /**
     * Adds checks that are made only where the condition holds; a check on the status leaves OK implied where it does
     * not. Where the condition cannot be told, they fail.
     */
    public A then(CheckBuilder... checks) {
        return add.apply(Arrays.stream(checks)
                .map(check -> new ConditionalCheck(condition, check))
                .toArray(CheckBuilder[]::new));
    }
}
