package dev.yodel.benchmarks.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausableClientTest {

    @TempDir
    private Path folder;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Runs until its input ends. */
    private static final String CLIENT = """
            echo @begin
            while read -r _; do :; done
            echo @end; echo @lateness
            echo "@result answered=10 seconds=99 cpuSeconds=1"
            """;

    @Test
    void a_client_runs_only_in_its_slices_and_only_they_count() {
        AtomicLong ahead = new AtomicLong();
        ChildProcess process = shell(CLIENT);
        try (PausableClient client = PausableClient.start(
                () -> ServerProcess.of(server()), server -> process, () -> System.nanoTime() + ahead.get())) {
            assertPaused(process);
            ahead.addAndGet(TimeUnit.HOURS.toNanos(1));
            client.run(Duration.ofMillis(500));
            assertPaused(process);
            ahead.addAndGet(TimeUnit.HOURS.toNanos(1));

            Round round = client.end();

            assertThat(round.client().get("seconds")).isBetween(0.5, 3_600.0);
            assertThat(round.client().get("answered")).isEqualTo(10);
        }
    }

    /** The state of a process follows its name, which is in parentheses; it changes a moment after the signal. */
    private static void assertPaused(ChildProcess process) {
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        assumeTrue(Files.exists(stat), "/proc: absent");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(stat).replaceFirst(".*\\) ", "").startsWith("T"));
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
        Path asked = folder.resolve("asked");
        ChildProcess client =
                shell("trap 'touch %s; exit' TERM; echo @begin; while :; do sleep 1 & wait; done".formatted(asked));

        PausableClient.start(() -> ServerProcess.of(server()), server -> client).close();

        assertThatThrownBy(client::checkRunning).hasMessageContaining("expected: still runs");
        assertThat(asked).as("terminated, not killed").exists();
    }

    private static ChildProcess server() {
        return shell("echo ' serving grpc=127.0.0.1:1'; exec sleep 60");
    }

    private static ChildProcess shell(String script) {
        return ChildProcess.start("client", List.of("bash", "-c", script), LIMIT);
    }
}
