package dev.yodel.loadtest.distributed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import org.junit.jupiter.api.Test;

class PodStateTest {

    @Test
    void a_pod_knows_its_injector() {
        assertThat(state(new PodStatus()).index()).isEqualTo(2);
        assertThat(new PodState(new PodBuilder()
                                .withNewMetadata()
                                .withName("other")
                                .endMetadata()
                                .build())
                        .index())
                .isEqualTo(-1);
    }

    @Test
    void an_image_that_cannot_be_pulled_is_hopeless_at_the_second_failure() {
        assertThat(waiting("ContainerCreating").problem()).isNull();
        assertThat(waiting("ErrImagePull").problem()).isNull();
        assertThat(waiting("ImagePullBackOff").problem())
                .isEqualTo("pod load-2-x: ImagePullBackOff: Back-off pulling image");
        assertThat(waiting("ImagePullBackOff").isStarted()).isFalse();
    }

    @Test
    void a_pod_that_no_node_takes_says_why() {
        PodState unplaced = state(new PodStatusBuilder()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withMessage("0/2 nodes are available: 2 Insufficient cpu.")
                .endCondition()
                .build());

        assertThat(unplaced.unplaced()).isEqualTo("0/2 nodes are available: 2 Insufficient cpu.");
        assertThat(unplaced.problem()).isNull();
    }

    @Test
    void an_end_is_named_with_what_the_cluster_knows_of_it() {
        assertThat(ended(137, "OOMKilled").how()).isEqualTo("exit code 137, OOMKilled");
        assertThat(ended(1, "Error").how()).isEqualTo("exit code 1");
        assertThat(ended(0, "Completed").isOver()).isTrue();
        assertThat(ended(0, "Completed").isStarted()).isTrue();
        PodState evicted = state(new PodStatusBuilder()
                .withPhase("Failed")
                .withReason("Evicted")
                .withMessage("The node was low on memory.")
                .build());
        assertThat(evicted.isOver()).isTrue();
        assertThat(evicted.problem())
                .isEqualTo("pod load-2-x: pod load-2-x ended, Evicted: The node was low on memory.");
    }

    private static PodState waiting(String reason) {
        return container(new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage("Back-off pulling image")
                .endWaiting()
                .build());
    }

    private static PodState ended(int code, String reason) {
        return container(new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(reason)
                .endTerminated()
                .build());
    }

    private static PodState container(ContainerState state) {
        return state(new PodStatusBuilder()
                .addNewContainerStatus()
                .withName("injector")
                .withState(state)
                .endContainerStatus()
                .build());
    }

    private static PodState state(PodStatus status) {
        return new PodState(new PodBuilder()
                .withNewMetadata()
                .withName("load-2-x")
                .addToAnnotations("batch.kubernetes.io/job-completion-index", "2")
                .endMetadata()
                .withStatus(status)
                .build());
    }
}
