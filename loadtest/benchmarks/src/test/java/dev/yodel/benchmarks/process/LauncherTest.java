package dev.yodel.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LauncherTest {

    @Test
    void both_cores_are_kept_awake_as_long_as_a_round_is_played() {
        assumeTrue(Launcher.canKeepAwake(), "taskset, chrt or a second core: absent");
        List<ProcessHandle> before = children();

        List<ProcessHandle> sleepless = new Launcher(Path.of("")).awake(() -> {
            List<ProcessHandle> during = children();
            during.removeAll(before);
            return during;
        });

        assertThat(sleepless).hasSize(2);
        assertThat(sleepless).noneMatch(ProcessHandle::isAlive);
    }

    private static List<ProcessHandle> children() {
        return new ArrayList<>(ProcessHandle.current().children().toList());
    }
}
