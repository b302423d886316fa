package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Goals;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is expected of the result. */
final class ExpectOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--expect",
            paramLabel = "EXPECTATION",
            description = "A condition on the result, else exit code 3: 'p99 < 5ms', 'p99.9 of service time < 20ms',"
                    + " 'failed < 0.1%%', 'rate >= 950/s', 'status(UNAVAILABLE) == 0'; for one request or stage,"
                    + " 'Greet: stage 2: p99 < 5ms'. May be repeated.")
    private List<Expectation> expectations = new ArrayList<>();

    @Option(
            names = "--abort-on-fail",
            description = "End the run as soon as an expectation is missed at five readings in a row, one per second.")
    private boolean abort;

    ExpectOptions() {}

    /** What was asked for, else what holds by default. */
    Goals goals(Goals otherwise) {
        if (!expectations.isEmpty()) {
            return new Goals(expectations, true, abort);
        }
        if (abort && otherwise.expectations().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--abort-on-fail: nothing is expected (expected: --expect as well)");
        }
        return new Goals(otherwise.expectations(), false, abort);
    }
}
