package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.testing.OutsideProgram;
import dev.yodel.testing.RunningProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same runs, queries and rules on a Prometheus 3, if there is a program {@code prometheus3}. It takes minutes to build:
 * {@code .ci/run --all} installs it.
 */
class ITPrometheus3 extends ITDashboards {

    static String program() {
        OutsideProgram outside = new OutsideProgram();
        return outside.find("prometheus3")
                .map(Object::toString)
                .orElseGet(() -> outside.skip("prometheus3, which .ci/run --all installs"));
    }

    @Test
    void it_is_no_prometheus_2() throws Exception {
        try (RunningProgram version =
                RunningProgram.start(folder.resolve("which.txt"), List.of(program(), "--version"))) {
            version.awaitEnd(Duration.ofSeconds(30));
            assertThat(version.output()).startsWith("prometheus, version ").doesNotContain("version 2.");
        }
    }
}
