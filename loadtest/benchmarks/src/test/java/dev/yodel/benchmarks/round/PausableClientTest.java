package dev.yodel.benchmarks.round;

import dev.yodel.benchmarks.process.ChildProcess;
import dev.yodel.benchmarks.process.ServerProcess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PausableClientTest {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Counts tenths of a second in which it ran, until its input ends. */
    private static final String CLIENT = """
            echo @begin
            ran=0
            while read -rt 0.1 _; [ $? -gt 128 ]; do ran=$((ran + 1)); done
            echo @end; echo @tenths
            echo "@result answered=$ran seconds=99 cpuSeconds=1"
            """;

    @Test
    void a_client_runs_only_while_it_is_let() throws InterruptedException {
        try (PausableClient contender = PausableClient.start(PausableClientTest::server, server -> shell(CLIENT))) {
            Thread.sleep(2_000);
            contender.run(Duration.ofSeconds(1));
            Thread.sleep(2_000);

            Round round = contender.end();

            assertThat(round.client().get("seconds")).isCloseTo(1, within(0.5));
            assertThat(round.client().get("answered")).isCloseTo(10, within(5.0));
        }
    }

    @Test
    void a_client_that_does_not_come_up_leaves_no_server() {
        ServerProcess server = server();

        assertThatThrownBy(() -> PausableClient.start(() -> server, up -> shell("echo no")))
                .hasMessageContaining("client: ended (expected: a line with @begin)");

        assertThatThrownBy(server.program()::checkRuns).hasMessageContaining("expected: still runs");
    }

    @Test
    void one_that_is_stopped_can_be_ended() {
        ChildProcess client = shell("echo @begin; sleep 60");
        long begin = System.nanoTime();

        PausableClient.start(PausableClientTest::server, server -> client).close();

        assertThatThrownBy(client::checkRuns).hasMessageContaining("expected: still runs");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    private static ServerProcess server() {
        return ServerProcess.of(shell("echo ' serving grpc=127.0.0.1:1'; exec sleep 60"));
    }

    private static ChildProcess shell(String script) {
        return ChildProcess.start("client", List.of("bash", "-c", script), LIMIT);
    }
}
