package dev.yodel.gatling.grpc.check;

import io.gatling.javaapi.core.CheckBuilder;

/**
 * A check that is made only under a condition.
 *
 * @param check the check, by itself
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
