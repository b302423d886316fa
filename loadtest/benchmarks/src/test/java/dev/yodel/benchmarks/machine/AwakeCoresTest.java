package dev.yodel.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwakeCoresTest {

    @Test
    void both_cores_are_kept_awake_only_during_the_measurement() {
        assumeTrue(AwakeCores.isAvailable(), "taskset, chrt or a second core: absent");
        List<ProcessHandle> before = children();

        List<ProcessHandle> busyLoops = AwakeCores.during(() -> {
            List<ProcessHandle> during = children();
            during.removeAll(before);
            return during;
        });

        assertThat(busyLoops).hasSize(2);
        assertThat(busyLoops).noneMatch(ProcessHandle::isAlive);
    }

    private static List<ProcessHandle> children() {
        return new ArrayList<>(ProcessHandle.current().children().toList());
    }
}
