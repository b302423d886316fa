package dev.yodel.loadtest.cli.options;

import dev.yodel.loadtest.distributed.kubernetes.JobSettings;
import dev.yodel.loadtest.distributed.kubernetes.Manifests;
import dev.yodel.loadtest.plan.file.PlanDocument;
import dev.yodel.loadtest.plan.file.PlanFolder;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The Job of {@code --on kubernetes}. */
public final class KubernetesOptions {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(dns:///|ipv[46]:)?(localhost|127\\.[0-9.]+|\\[::1])(:.*)?|unix:.*");

    @Option(names = "--image", paramLabel = "IMAGE", description = "Kubernetes: the image of Yodel to start.")
    private @Nullable String image;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Kubernetes: where. Default: the namespace of the current context.")
    private @Nullable String namespace;

    @Option(
            names = "--job",
            paramLabel = "NAME",
            description = "Kubernetes: the name of the Job and its ConfigMap. Default: yodel-, and the time.")
    private @Nullable String job;

    @Option(
            names = "--injector-cpu",
            paramLabel = "CPU",
            description = "Kubernetes: what each injector requests; it has no CPU limit. Default: 1.")
    private String cpu = "1";

    @Option(
            names = "--injector-memory",
            paramLabel = "MEMORY",
            description = "Kubernetes: what each injector requests, and its limit. Default: 1Gi.")
    private String memory = "1Gi";

    @Option(
            names = "--print-manifests",
            description = "Kubernetes: print the ConfigMap and the Job of the load in YAML, and exit.")
    private boolean print;

    /** Whether only to print the manifests. */
    public boolean prints() {
        return print;
    }

    /** The first of these options that was given; null if none was. */
    @Nullable
    String given() {
        if (image != null) {
            return "--image";
        }
        if (namespace != null) {
            return "--namespace";
        }
        return job != null ? "--job" : print ? "--print-manifests" : null;
    }

    /**
     * The objects of a load.
     *
     * @param defaultName of the Job, if none was given
     * @throws IllegalArgumentException if they cannot be made, with the name of an option
     */
    Manifests manifests(String defaultName, int number, PlanDocument plan, Duration deadline) {
        if (image == null) {
            throw new IllegalArgumentException("image: none with --on kubernetes (expected: an image of Yodel)");
        }
        String target = plan.target();
        if (target != null && THIS_MACHINE.matcher(target).matches()) {
            throw new IllegalArgumentException(
                    "on: kubernetes with the target %s, which is the pod itself there (expected: an address that pods reach)"
                            .formatted(target));
        }
        return new Manifests(
                new JobSettings(job == null ? defaultName : job, namespace, image, cpu, memory, deadline),
                number,
                List.of("load", "--plan=" + Manifests.FOLDER + "/" + PlanFolder.PLAN),
                PlanFolder.of(plan, Manifests.FOLDER));
    }
}
