package dev.yodel.loadtest.distributed.kubernetes;

import dev.yodel.loadtest.distributed.InjectorReader;
import dev.yodel.loadtest.distributed.Injectors;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pods of a Job, watched: each is followed as soon as it runs. Closing them deletes the Job. Thread-safe. */
final class KubernetesInjectors implements Injectors, ResourceEventHandler<Pod> {

    /** How long a Job may be without all of its pods before it is asked why. */
    private static final long CREATED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final LoadJob job;
    private final List<InjectorPod> pods;
    private final ScheduledExecutorService clock;
    private final long startNanos = System.nanoTime();
    private @Nullable SharedIndexInformer<Pod> watch;
    private boolean closed;

    private KubernetesInjectors(LoadJob job, int number, InjectorReader reader) {
        this.job = job;
        pods = IntStream.range(0, number)
                .mapToObj(index -> new InjectorPod(index, reader, state -> job.pod(state.pod())))
                .toList();
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "yodel-cluster");
            thread.setDaemon(true);
            return thread;
        });
    }

    static KubernetesInjectors follow(LoadJob job, int number, InjectorReader reader) {
        KubernetesInjectors injectors = new KubernetesInjectors(job, number, reader);
        injectors.watch();
        return injectors;
    }

    private synchronized void watch() {
        watch = job.pods().inform(this);
        var unused = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void onAdd(Pod pod) {
        changed(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        changed(pod);
    }

    private void changed(Pod pod) {
        PodState state = new PodState(pod);
        if (state.index() >= 0 && state.index() < pods.size()) {
            pods.get(state.index()).changed(state);
        }
    }

    @Override
    public void onDelete(Pod pod, boolean stateUnknown) {
        int index = new PodState(pod).index();
        if (index >= 0 && index < pods.size()) {
            pods.get(index).gone();
        }
    }

    private void tick() {
        long now = System.nanoTime();
        pods.forEach(pod -> pod.tick(now));
        if (now - startNanos < CREATED_NANOS || pods.stream().allMatch(InjectorPod::isKnown)) {
            return;
        }
        try {
            String refusal = job.refusal();
            if (refusal != null) {
                pods.stream().filter(pod -> !pod.isKnown()).forEach(pod -> pod.fail(refusal));
            }
        } catch (KubernetesClientException e) {
            // Asked again in a second; injectors that never come are given up by the coordinator.
        }
    }

    @Override
    public void send(String line) {
        pods.forEach(pod -> pod.send(line));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        clock.shutdownNow();
        if (watch != null) {
            watch.close();
        }
        pods.forEach(InjectorPod::close);
        job.close();
    }
}
