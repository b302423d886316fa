package dev.yodel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.benchmarks.process.BenchmarkException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ToolRunTest {

    private static final Pattern OK = Pattern.compile("\\[OK] +(\\d+) responses");

    @Test
    void cpu_time_is_that_of_user_and_kernel() {
        assertThat(ToolRun.seconds("1m1.500000s 0m0.250000s")).isEqualTo(61.75);
        assertThatThrownBy(() -> ToolRun.seconds("done")).hasMessageStartingWith("times: done (expected: ");
    }

    @Test
    void a_tool_runs_to_its_end() {
        ToolRun run = ToolRun.of("tool", List.of("echo", "  [OK]   17 responses"), OK, 17);

        assertThat(run.cpuSeconds()).isNotNegative();
    }

    @Test
    void a_call_that_failed_makes_the_run_worthless() {
        assertThatThrownBy(() -> ToolRun.of("tool", List.of("echo", "  [OK]   16 responses"), OK, 17))
                .isInstanceOf(BenchmarkException.class)
                .hasMessageStartingWith("tool: 16 successful calls (expected: 17)");
    }
}
