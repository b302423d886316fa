package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Target;
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
            "Starts the service and puts many chats and some calls of every other shape on it.",
            "Tells what was measured, and writes it to a folder."
        },
        footer = {
            "",
            "Times: 500ms, 10s, 1m30s. Ports: 0 takes a free one; the defaults do so too where they are taken.",
            "Exit codes: 0 measured, 1 the run failed, 2 bad input; 130 after Ctrl-C, with what was measured."
        },
        mixinStandardHelpOptions = true,
        versionProvider = YodelVersion.class,
        sortOptions = false)
public final class DemoCommand implements Callable<Integer> {

    private static final Target WELL_KNOWN = new Target("127.0.0.1", Demo.GRPC_PORT);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--duration", paramLabel = "TIME", description = "How long to measure. Default: 30s.")
    private Duration duration = Duration.ofSeconds(30);

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            description = "How long the load goes on before that, in no figure. Default: 5s.")
    private Duration warmUp = Duration.ofSeconds(5);

    @Option(names = "--streams", paramLabel = "N", description = "Chats open at the same time. Default: 1000.")
    private int streams = 1000;

    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            description = "A running Yodel service to use, instead of starting one.")
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
            description = "Port of the service's metrics. Default: 9464.")
    private @Nullable Integer metricsPort;

    @Mixin
    private OutputOptions report = new OutputOptions();

    @Override
    public Integer call() throws CommandFailedException {
        if (target != null && (port != null || metricsPort != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: of a service that is not started (expected: without --target)"
                            .formatted(port != null ? "--port" : "--metrics-port"));
        }
        DemoSettings settings =
                new DemoSettings(plan(), target == null, report.out(), port, metricsPort, report.livePort());
        return LoadDriver.run((driver, console) -> new Demo(settings, driver, console).run());
    }

    private LoadPlan plan() {
        try {
            return DemoPlan.of(target == null ? WELL_KNOWN : target, streams, warmUp, duration);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }
}
