package dev.yodel.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void a_process_without_an_end_still_runs() {
        try (ChildProcess endless = ChildProcess.start("endless", List.of("sleep", "60"), LIMIT)) {
            assertThatCode(endless::checkRunning).doesNotThrowAnyException();
        }
    }

    @Test
    void a_failed_process_is_reported_with_its_exit_code() {
        try (ChildProcess refused = ChildProcess.start("refused", List.of("sh", "-c", "echo done; exit 3"), LIMIT)) {
            assertThatThrownBy(refused::awaitExit).hasMessageContaining("refused: exit code 3 (expected: 0)");

            assertThatThrownBy(refused::checkRunning)
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessage("refused: exited with code 3 (expected: still runs)");
        }
    }
}
