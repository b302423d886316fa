package dev.yodel.loadtest.distributed.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The Job of a load in a cluster, with its ConfigMap. Closing it deletes both, with all pods. Not thread-safe. */
final class LoadJob implements AutoCloseable {

    private static final long MOST_TO_DELETE = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_MILLIS = 200;

    private final KubernetesClient client;
    private final ConfigMap configMap;
    private final Job job;
    private final String namespace;
    private boolean created;

    LoadJob(KubernetesClient client, Manifests manifests) {
        this.client = client;
        configMap = manifests.configMap();
        job = manifests.job();
        String asked = job.getMetadata().getNamespace();
        namespace = asked != null ? asked : Objects.requireNonNullElse(client.getNamespace(), "default");
    }

    String name() {
        return job.getMetadata().getName();
    }

    String namespace() {
        return namespace;
    }

    /**
     * Creates the Job, then the ConfigMap, which it owns: whoever deletes the Job deletes both. Its pods wait for it.
     *
     * @throws KubernetesClientException if one is refused
     */
    void create() {
        Job there =
                client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
        created = true;
        client.configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder(configMap)
                        .editMetadata()
                        .addNewOwnerReference()
                        .withApiVersion(there.getApiVersion())
                        .withKind(there.getKind())
                        .withName(name())
                        .withUid(there.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
    }

    /** Its pods. */
    FilterWatchListDeletable<Pod, io.fabric8.kubernetes.api.model.PodList, PodResource> pods() {
        return client.pods().inNamespace(namespace).withLabel("batch.kubernetes.io/job-name", name());
    }

    PodResource pod(Pod pod) {
        return client.pods().inNamespace(namespace).withName(pod.getMetadata().getName());
    }

    /** Why its pods cannot be created, such as a quota; null if nothing says so. */
    @Nullable
    String refusal() {
        List<Event> events = client.v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", name())
                .withField("reason", "FailedCreate")
                .list()
                .getItems();
        return events.stream()
                .max(Comparator.comparing(event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")))
                .map(Event::getMessage)
                .orElse(null);
    }

    @Override
    public void close() {
        try {
            if (created) {
                client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(name())
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete();
                client.configMaps().inNamespace(namespace).withName(name()).delete();
                awaitNoPods();
            }
        } catch (KubernetesClientException e) {
            System.err.printf(
                    "yodel: job %s is still there: %s (to do: kubectl delete job %1$s -n %s)%n",
                    name(), ClusterProblem.reason(e), namespace);
        } finally {
            client.close();
        }
    }

    private void awaitNoPods() {
        long end = System.nanoTime() + MOST_TO_DELETE;
        while (!pods().list().getItems().isEmpty()) {
            if (System.nanoTime() - end > 0) {
                System.err.printf(
                        "yodel: pods of job %s are still ending (see: kubectl get pods -n %s)%n", name(), namespace);
                return;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
