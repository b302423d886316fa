package dev.yodel.loadtest.distributed.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** What went wrong with a cluster, in one line. */
final class ClusterProblem {

    private ClusterProblem() {}

    static String of(KubernetesClientException problem, String server, LoadJob job) {
        return switch (Math.max(0, problem.getCode())) {
            case 0 ->
                "no cluster at %s: %s (expected: one that kubectl reaches with this KUBECONFIG)"
                        .formatted(server, reason(problem));
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "%s does not know who you are (expected: a kubeconfig with valid credentials)".formatted(server);
            case HttpURLConnection.HTTP_CONFLICT ->
                "job %s: is already there in namespace %s (expected: another --job, or: kubectl delete job %1$s -n %2$s)"
                        .formatted(job.name(), job.namespace());
            default -> "namespace %s: %s".formatted(job.namespace(), reason(problem));
        };
    }

    /** What the server says, or the innermost cause. */
    static String reason(KubernetesClientException problem) {
        if (problem.getStatus() != null && problem.getStatus().getMessage() != null) {
            return line(problem.getStatus().getMessage());
        }
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : line(message);
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
