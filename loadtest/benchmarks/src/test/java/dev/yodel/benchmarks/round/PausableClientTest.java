package dev.yodel.benchmarks.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausableClientTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Counts the tenths of a second in which it runs, until its input ends. */
    private static final String CLIENT = """
            echo @begin
            ran=0
            while read -rt 0.1 _; [ $? -gt 128 ]; do ran=$((ran + 1)); done
            echo @end; echo @lateness
            echo "@result answered=$ran seconds=99 cpuSeconds=1"
            """;

    @Test
    void a_client_runs_only_in_its_slices() throws InterruptedException {
        try (PausableClient client = PausableClient.start(() -> ServerProcess.of(server()), server -> shell(CLIENT))) {
            Thread.sleep(2_000);
            client.run(Duration.ofSeconds(1));
            Thread.sleep(2_000);

            Round round = client.end();

            assertThat(round.client().get("seconds")).isCloseTo(1, within(0.5));
            assertThat(round.client().get("answered")).isCloseTo(10, within(5.0));
        }
    }

    @Test
    void a_client_that_fails_to_start_leaves_no_server() {
        ChildProcess server = server();

        assertThatThrownBy(() -> PausableClient.start(() -> ServerProcess.of(server), started -> shell("echo no")))
                .hasMessageContaining("client: exited (expected: a line with @begin)");

        assertThatThrownBy(server::checkRunning).hasMessageContaining("expected: still runs");
    }

    @Test
    void a_paused_client_can_be_closed() {
        ChildProcess client = shell("echo @begin; sleep 60");
        long begin = System.nanoTime();

        PausableClient.start(() -> ServerProcess.of(server()), server -> client).close();

        assertThatThrownBy(client::checkRunning).hasMessageContaining("expected: still runs");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    private static ChildProcess server() {
        return shell("echo ' serving grpc=127.0.0.1:1'; exec sleep 60");
    }

    private static ChildProcess shell(String script) {
        return ChildProcess.start("client", List.of("bash", "-c", script), LIMIT);
    }
}
