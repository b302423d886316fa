package dev.yodel.loadtest.distributed.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of a load: one Job, whose pods are the injectors, and one ConfigMap with the plan and the files that it names.
 *
 * <p>A pod that ends is not replaced, and does not end the others: {@code backoffLimitPerIndex: 0}. With {@code backoffLimit: 0}
 * one dead injector would delete the others and their logs. Commands come on standard input, which ends when its only reader
 * does: injectors without a coordinator end, and the Job is deleted some minutes later.
 */
public final class Manifests {

    /** Where the plan and its files are in a container. */
    public static final String FOLDER = "/etc/yodel/plan";

    /** A ConfigMap holds a mebibyte, its names included. */
    private static final int MOST_BYTES = 1_000_000;

    static final String CONTAINER = "injector";

    /** How long a finished Job stays if its coordinator has gone. */
    private static final int KEPT_SECONDS = 600;

    private static final long SECONDS_TO_END = 20;
    private static final long USER = 10_001;

    private final JobSettings settings;
    private final int number;
    private final List<String> arguments;
    private final Map<String, byte[]> files;

    /**
     * @param number how many injectors
     * @param arguments those of {@code yodel}
     * @param files the plan and what it names, by their names in {@link #FOLDER}
     * @throws IllegalArgumentException if they are too large
     */
    public Manifests(JobSettings settings, int number, List<String> arguments, Map<String, byte[]> files) {
        this.settings = settings;
        this.number = number;
        this.arguments = List.copyOf(arguments);
        this.files = new TreeMap<>(files);
        long bytes = files.values().stream().mapToLong(file -> file.length).sum();
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "on: kubernetes with a plan and files of %d bytes (expected: at most %d, which a ConfigMap holds)"
                            .formatted(bytes, MOST_BYTES));
        }
    }

    /** Both, in YAML. */
    public String yaml() {
        return Serialization.asYaml(configMap()) + Serialization.asYaml(job());
    }

    ConfigMap configMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> binary = new LinkedHashMap<>();
        files.forEach((name, content) -> {
            try {
                texts.put(
                        name,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(content))
                                .toString());
            } catch (CharacterCodingException e) {
                binary.put(name, Base64.getEncoder().encodeToString(content));
            }
        });
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.namespace())
                .withLabels(labels())
                .endMetadata()
                .withData(texts)
                .withBinaryData(binary)
                .build();
    }

    Job job() {
        return new JobBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(settings.namespace())
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .withCompletionMode("Indexed")
                .withCompletions(number)
                .withParallelism(number)
                .withBackoffLimitPerIndex(0)
                .withActiveDeadlineSeconds(settings.deadline().toSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .endMetadata()
                .withSpec(pod())
                .endTemplate()
                .endSpec()
                .build();
    }

    private PodSpec pod() {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(SECONDS_TO_END)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewTopologySpreadConstraint()
                .withMaxSkew(1)
                .withTopologyKey("kubernetes.io/hostname")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .addToMatchLabels("batch.kubernetes.io/job-name", settings.name())
                .endLabelSelector()
                .endTopologySpreadConstraint()
                .withContainers(container())
                .addNewVolume()
                .withName("plan")
                .withNewConfigMap()
                .withName(settings.name())
                .endConfigMap()
                .endVolume()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .build();
    }

    private Container container() {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(settings.image())
                .withArgs(arguments)
                .withStdin(true)
                .withStdinOnce(true)
                // The cluster sets the variable JOB_COMPLETION_INDEX, which has the number of the injector.
                .addNewEnv()
                .withName("YODEL_INJECTOR")
                .withValue("JOB_COMPLETION_INDEX/" + number)
                .endEnv()
                .addToEnv(new EnvVarBuilder()
                        .withName("YODEL_HOST")
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withFieldPath("spec.nodeName")
                        .endFieldRef()
                        .endValueFrom()
                        .build())
                .withNewResources()
                .addToRequests("cpu", new Quantity(settings.cpu()))
                .addToRequests("memory", new Quantity(settings.memory()))
                .addToLimits("memory", new Quantity(settings.memory()))
                .endResources()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("plan")
                .withMountPath(FOLDER)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .build();
    }

    private static Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", "yodel");
        labels.put("app.kubernetes.io/component", "injector");
        return labels;
    }
}
