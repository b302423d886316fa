package dev.yodel.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProcessTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void one_without_an_end_must_still_run() {
        try (ChildProcess endless = ChildProcess.start("endless", List.of("sleep", "60"), LIMIT)) {
            assertThatCode(endless::checkRuns).doesNotThrowAnyException();
        }
    }

    @Test
    void one_that_could_not_do_its_work_is_told_of() {
        try (ChildProcess refused = ChildProcess.start("refused", List.of("sh", "-c", "echo done; exit 3"), LIMIT)) {
            assertThatThrownBy(refused::awaitEnd).hasMessageContaining("refused: exit code 3 (expected: 0)");

            assertThatThrownBy(refused::checkRuns)
                    .isInstanceOf(BenchmarkException.class)
                    .hasMessage("refused: ended with exit code 3 (expected: still runs)");
        }
    }
}
