package dev.yodel.loadtest.distributed.kubernetes;

import dev.yodel.loadtest.distributed.Engine;
import dev.yodel.loadtest.distributed.InjectorReader;
import dev.yodel.loadtest.distributed.Injectors;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Starts injectors as the pods of one Job, by the API server alone: what they print is followed from its first line, and commands
 * go to their standard input. No port of a pod is opened, and none of this machine.
 */
public final class KubernetesEngine implements Engine {

    /** Images are pulled. */
    private static final Duration READY = Duration.ofMinutes(10);

    private static final int MILLIS_TO_CONNECT = 5_000;
    private static final int MILLIS_TO_ANSWER = 20_000;

    private final Manifests manifests;

    public KubernetesEngine(Manifests manifests) {
        this.manifests = manifests;
    }

    @Override
    public Duration ready() {
        return READY;
    }

    /** The manifests have the number and the arguments. */
    @Override
    public Injectors start(int number, List<String> arguments, InjectorReader reader) throws IOException {
        Config config;
        try {
            config = config();
        } catch (KubernetesClientException e) {
            throw new IOException("kubeconfig: " + ClusterProblem.reason(e), e);
        }
        // Closed by what is returned.
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        LoadJob job = new LoadJob(client, manifests);
        try {
            Rights.check(client, job.namespace());
            job.create();
            return KubernetesInjectors.follow(job, number, reader);
        } catch (KubernetesClientException e) {
            job.close();
            throw new IOException(ClusterProblem.of(e, config.getMasterUrl(), job), e);
        } catch (IOException e) {
            job.close();
            throw e;
        }
    }

    /** That of kubectl. */
    private static Config config() {
        Config config = Config.autoConfigure(null);
        config.setConnectionTimeout(MILLIS_TO_CONNECT);
        config.setRequestTimeout(MILLIS_TO_ANSWER);
        config.setRequestRetryBackoffLimit(1);
        // Each followed log has a connection: a server allows only so many streams on one.
        config.setHttp2Disable(true);
        config.setUserAgent("yodel");
        return config;
    }
}
