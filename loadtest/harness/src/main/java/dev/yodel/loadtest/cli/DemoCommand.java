package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.cli.options.ConnectOptions;
import dev.yodel.loadtest.engine.RunFailedException;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Goals;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code yodel demo}: its flags. */
@Command(
        name = "demo",
        description = {
            "Starts the service and puts it under load: many chat streams and a few calls of every other type.",
            "Prints a summary, and writes the result to a folder."
        },
        footer = {
            "",
            "With --monitor, ./yodel demo also starts Prometheus and Grafana, which stay until Ctrl-C.",
            "Times: 500ms, 10s, 1m30s. Port 0 picks a free port; if a default port is in use, a free one is picked instead.",
            "Exit codes: 0 the run finished and met its expectations, if it had some; 1 the run failed; 2 bad input; 3 an"
                    + " expectation was missed; 4 expectations were met, but the verdict is SUSPECT; 130 Ctrl-C; 143"
                    + " SIGTERM. A run that is stopped still writes its result."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Length of the measurement, after the warm-up. Default: 30s.")
    private Duration duration = Duration.ofSeconds(30);

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "Warm-up time, excluded from all results. Default: 5s.")
    private Duration warmUp = Duration.ofSeconds(5);

    @Option(names = "--streams", paramLabel = "N", description = "Number of concurrent chat streams. Default: 1000.")
    private int streams = 1000;

    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            description = "A running Yodel service to test, instead of starting one.")
    private @Nullable Target target;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "gRPC port of the service. Default: 50051.")
    private @Nullable Integer port;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            description = "Metrics port of the service. Default: 9464.")
    private @Nullable Integer metricsPort;

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private ExpectOptions expect = new ExpectOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws RunFailedException {
        if (target != null && (port != null || metricsPort != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: cannot be combined with --target, which starts no service (expected: one of the two)"
                            .formatted(port != null ? "--port" : "--metrics-port"));
        }
        Demo demo = new Demo(plan(), target, connect.timeout(), goals(), output.output(), port, metricsPort);
        return LoadDriver.run(demo::run);
    }

    private Goals goals() {
        Goals goals = expect.goals(Goals.NONE);
        try {
            goals.check(plan().at(new Target("localhost", 1)));
            return goals;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private DemoPlan plan() {
        try {
            return new DemoPlan(streams, warmUp, duration);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
