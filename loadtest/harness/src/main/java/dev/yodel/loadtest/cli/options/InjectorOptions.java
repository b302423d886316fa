package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.distributed.Engine;
import dev.yodel.loadtest.distributed.local.LocalEngine;
import dev.yodel.loadtest.distributed.slurm.SlurmEngine;
import dev.yodel.loadtest.plan.Slice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many load generators (injectors) share the load, and where they run. */
public final class InjectorOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--injectors",
            paramLabel = "N",
            description = "Split the load among N processes that start together, and merge their results exactly.")
    private @Nullable Integer injectors;

    @Option(
            names = "--on",
            paramLabel = "ENGINE",
            description =
                    "What starts the processes of --injectors: local, on this machine, or slurm, as the tasks of one job."
                            + " Default: local.")
    private @Nullable String engine;

    /** How many; null if this process makes the load itself. */
    public @Nullable Integer number() {
        if (injectors == null) {
            if (engine != null) {
                throw problem("--on: without --injectors (expected: both)");
            }
            return null;
        }
        if (injectors < 1 || injectors > Slice.MOST) {
            throw problem("--injectors: %d (expected: 1 to %d)".formatted(injectors, Slice.MOST));
        }
        return injectors;
    }

    /** What starts them. */
    public Engine engine() {
        String name = engine == null ? "local" : engine;
        return switch (name) {
            case "local" -> new LocalEngine();
            case "slurm" -> new SlurmEngine();
            default -> throw problem("--on: %s (expected: local or slurm)".formatted(name));
        };
    }

    private ParameterException problem(String text) {
        return new ParameterException(command.commandLine(), text);
    }
}
