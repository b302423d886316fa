package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.plan.Durations;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long to wait for the target. */
public final class ConnectOptions {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofHours(1);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            description = "Time limit for connecting and for the target's first response. Default: 20s.")
    private Duration timeout = Duration.ofSeconds(20);

    public Duration timeout() {
        if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
            throw new ParameterException(
                    command.commandLine(),
                    "--connect-timeout: %s (expected: %s to %s)"
                            .formatted(Durations.format(timeout), Durations.format(LEAST), Durations.format(MOST)));
        }
        return timeout;
    }
}
