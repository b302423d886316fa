package dev.yodel.loadtest.distributed.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pod's status means for a load.
 *
 * @param pod the pod
 */
record PodState(Pod pod) {

    private static final String INDEX = "batch.kubernetes.io/job-completion-index";

    /** Why a container waits in vain. The first failure to pull is followed by the second of these in seconds. */
    private static final Set<String> HOPELESS = Set.of(
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    /** The number of its injector, from 0; -1 if it has none. */
    int index() {
        var annotations = pod.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(INDEX);
        return text == null ? -1 : Integer.parseInt(text);
    }

    String name() {
        return pod.getMetadata().getName();
    }

    /** Whether its container has been started, so that there is a log. */
    boolean isStarted() {
        ContainerState state = container();
        return state != null && (state.getRunning() != null || state.getTerminated() != null);
    }

    boolean isRunning() {
        ContainerState state = container();
        return state != null && state.getRunning() != null;
    }

    /** Whether it has ended, and prints nothing more. */
    boolean isOver() {
        ContainerState state = container();
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return (state != null && state.getTerminated() != null) || "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    /** Why it can never start; null if it may. */
    @Nullable
    String problem() {
        ContainerState state = container();
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        if (waiting != null && HOPELESS.contains(String.valueOf(waiting.getReason()))) {
            return "pod %s: %s: %s"
                    .formatted(name(), waiting.getReason(), Objects.requireNonNullElse(waiting.getMessage(), ""));
        }
        if (isOver() && !isStarted()) {
            return "pod %s: %s".formatted(name(), how());
        }
        return null;
    }

    /** Why no node takes it for now; null if one does. */
    @Nullable
    String unplaced() {
        if (pod.getStatus() == null) {
            return null;
        }
        for (PodCondition condition : pod.getStatus().getConditions()) {
            if (condition.getType().equals("PodScheduled")
                    && condition.getStatus().equals("False")) {
                return Objects.requireNonNullElse(condition.getMessage(), "not placed");
            }
        }
        return null;
    }

    /** How it ended. */
    String how() {
        ContainerState state = container();
        ContainerStateTerminated end = state == null ? null : state.getTerminated();
        String reason = pod.getStatus() == null ? null : pod.getStatus().getReason();
        String message = pod.getStatus() == null ? null : pod.getStatus().getMessage();
        String ofPod = reason == null ? "" : ", " + reason + (message == null ? "" : ": " + message);
        if (end == null) {
            return "pod " + name() + " ended" + ofPod;
        }
        boolean obvious = end.getReason() == null
                || end.getReason().equals("Error")
                || end.getReason().equals("Completed");
        return "exit code " + end.getExitCode() + (obvious ? "" : ", " + end.getReason()) + ofPod;
    }

    private @Nullable ContainerState container() {
        if (pod.getStatus() == null || pod.getStatus().getContainerStatuses().isEmpty()) {
            return null;
        }
        return pod.getStatus().getContainerStatuses().get(0).getState();
    }
}
