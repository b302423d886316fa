package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.distributed.Engine;
import dev.yodel.loadtest.distributed.kubernetes.KubernetesEngine;
import dev.yodel.loadtest.distributed.kubernetes.Manifests;
import dev.yodel.loadtest.distributed.local.LocalEngine;
import dev.yodel.loadtest.distributed.slurm.SlurmEngine;
import dev.yodel.loadtest.plan.Slice;
import dev.yodel.loadtest.plan.file.PlanDocument;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many load generators (injectors) share the load, and where they run. */
public final class InjectorOptions {

    /** How long a cluster may take until the load begins: images are pulled. */
    private static final Duration START = Duration.ofMinutes(15);

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
                    "What starts the processes of --injectors: local, on this machine; slurm, as the tasks of one job; or"
                            + " kubernetes, as the pods of one Job. Default: local.")
    private @Nullable String engine;

    @Option(
            names = "--service-metrics",
            paramLabel = "URL",
            description =
                    "With --injectors: where the service has its metrics for Prometheus, to compare the calls that it counts with"
                            + " those that were made. Repeatable, for each instance.")
    private List<URI> serviceMetrics = new ArrayList<>();

    @Mixin
    private KubernetesOptions kubernetes = new KubernetesOptions();

    /** How many; null if this process makes the load itself. */
    public @Nullable Integer number() {
        if (injectors == null) {
            if (engine != null) {
                throw problem("--on: without --injectors (expected: both)");
            }
            checkKubernetes();
            if (!serviceMetrics.isEmpty()) {
                throw problem("--service-metrics: without --injectors (expected: both)");
            }
            return null;
        }
        if (injectors < 1 || injectors > Slice.MOST) {
            throw problem("--injectors: %d (expected: 1 to %d)".formatted(injectors, Slice.MOST));
        }
        checkKubernetes();
        for (URI each : serviceMetrics) {
            if (!"http".equals(each.getScheme()) && !"https".equals(each.getScheme())) {
                throw problem("--service-metrics: %s (expected: such as http://host:9464/metrics)".formatted(each));
            }
        }
        return injectors;
    }

    /** Where the service can be asked for its own count; empty if nowhere. */
    public List<URI> serviceMetrics() {
        return List.copyOf(serviceMetrics);
    }

    private void checkKubernetes() {
        String option = kubernetes.given();
        if (option != null && !onKubernetes()) {
            throw problem("%s: without --on kubernetes (expected: both)".formatted(option));
        }
    }

    /** Whether they run on Kubernetes, where they cannot read files of this machine. */
    public boolean onKubernetes() {
        return "kubernetes".equals(engine);
    }

    /** Whether only to print what Kubernetes would be asked for. */
    public boolean printsManifests() {
        return kubernetes.prints();
    }

    /**
     * What starts them, on Kubernetes by {@link #manifests}.
     *
     * @param manifests made for Kubernetes alone
     */
    public Engine engine(Supplier<Manifests> manifests) {
        String name = engine == null ? "local" : engine;
        return switch (name) {
            case "local" -> new LocalEngine();
            case "slurm" -> new SlurmEngine();
            case "kubernetes" -> new KubernetesEngine(manifests.get());
            default -> throw problem("--on: %s (expected: local, slurm or kubernetes)".formatted(name));
        };
    }

    /**
     * What Kubernetes is asked for.
     *
     * @param name of the Job, if none was given
     * @param plan the plan, with the files of this machine
     * @param longest how long the load may take
     */
    public Manifests manifests(String name, int number, PlanDocument plan, Duration longest) {
        try {
            return kubernetes.manifests(name, number, plan, longest.plus(START));
        } catch (IllegalArgumentException e) {
            throw problem("--" + e.getMessage());
        }
    }

    private ParameterException problem(String text) {
        return new ParameterException(command.commandLine(), text);
    }
}
