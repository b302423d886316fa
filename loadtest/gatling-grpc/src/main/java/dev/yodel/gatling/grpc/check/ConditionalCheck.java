package dev.yodel.gatling.grpc.check;

import io.gatling.javaapi.core.CheckBuilder;

/**
 * A check that runs only if a condition holds.
 *
 * @param check the check without the condition
 */
public record ConditionalCheck(CheckCondition condition, CheckBuilder check) implements CheckBuilder {

    @Override
    public io.gatling.core.check.CheckBuilder<?, ?> asScala() {
        return check.asScala();
    }

    @Override
    public CheckType type() {
        return check.type();
    }
}
