package dev.yodel.loadtest.distributed.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;

/** What the user of a cluster must be allowed to do, asked for before anything is created. */
final class Rights {

    private static final List<Right> NEEDED = List.of(
            new Right("create", "batch", "jobs", ""),
            new Right("delete", "batch", "jobs", ""),
            new Right("create", "", "configmaps", ""),
            new Right("delete", "", "configmaps", ""),
            new Right("list", "", "pods", ""),
            new Right("watch", "", "pods", ""),
            new Right("get", "", "pods", ""),
            new Right("get", "", "pods", "log"),
            // To open a WebSocket is to get it, and from Kubernetes 1.35 on to create it.
            new Right("get", "", "pods", "attach"),
            new Right("create", "", "pods", "attach"),
            // Why pods cannot be created is said nowhere else.
            new Right("list", "", "events", ""));

    private Rights() {}

    /** @throws IOException if one is missing, with the names of all that are */
    static void check(KubernetesClient client, String namespace) throws IOException {
        List<String> missing = NEEDED.stream()
                .filter(right -> !isAllowed(client, right, namespace))
                .map(Right::text)
                .toList();
        if (!missing.isEmpty()) {
            throw new IOException("namespace %s: no right to %s (expected: a role that may)"
                    .formatted(namespace, String.join(", ", missing)));
        }
    }

    private static boolean isAllowed(KubernetesClient client, Right right, String namespace) {
        SelfSubjectAccessReview review = client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(right.verb)
                        .withGroup(right.group)
                        .withResource(right.resource)
                        .withSubresource(right.part)
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return Boolean.TRUE.equals(review.getStatus().getAllowed());
    }

    private record Right(String verb, String group, String resource, String part) {

        String text() {
            return verb + " " + resource + (part.isEmpty() ? "" : "/" + part);
        }
    }
}
