package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yodel.loadtest.RefusingServer.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that refuses streams. gRPC sends a refused call once more, unasked (a transparent retry), because the server has done
 * nothing for it: a call is one call, however many streams it took, and a stream is counted as refused each time.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class ITRefusedStreams {

    @TempDir
    Path folder;

    private RefusingServer server;

    @BeforeAll
    void startServer() throws Exception {
        server = new RefusingServer();
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @Test
    void a_call_that_the_second_stream_carries_is_one_call() throws Exception {
        JsonNode call = load().measure(flags("2", "--users", "1", "--count", "50"));
        Counts counts = server.of("2");

        assertThat(call.get("count").asLong()).isEqualTo(50);
        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(50).isEqualTo(counts.answered());
        // the first stream of a user is answered; from then on each call is refused once
        assertThat(counts.refused()).isEqualTo(counts.streams() / 2);
        assertThat(counts.streams()).isEqualTo(counts.answered() + counts.refused());
        assertThat(refusedStreams()).isEqualTo(counts.refused());
    }

    @Test
    void a_call_that_is_refused_twice_has_failed_once() throws Exception {
        JsonNode call = load().measureFailures(flags("1", "--users", "2", "--count", "10"));
        Counts counts = server.of("1");

        assertThat(call.get("failed").asLong())
                .isEqualTo(10)
                .isEqualTo(call.get("count").asLong());
        assertThat(call.at("/statuses/UNAVAILABLE").asLong()).isEqualTo(10);
        assertThat(call.at("/failureSources/RESET").asLong()).isEqualTo(10);
        assertThat(call.get("errors").toString()).contains("REFUSED_STREAM");
        assertThat(load().out()).contains("REFUSED_STREAM").contains("20 refused streams");
        assertThat(counts.streams()).isEqualTo(20).isEqualTo(counts.refused());
        assertThat(refusedStreams()).isEqualTo(20);
    }

    /** At a rate, so that calls overlap, and a second stream may be refused as well. */
    @Test
    void counts_agree_with_those_of_the_server() throws Exception {
        try (Program program = load().start(flags("3", "--rate", "200", "--duration", "1s"))) {
            assertThat(program.exit()).as(program.err()).isIn(0, 3);
        }
        JsonNode call = load().request();
        Counts counts = server.of("3");

        long ok = call.get("ok").asLong();
        assertThat(call.get("count").asLong()).isEqualTo(200);
        assertThat(ok).isEqualTo(counts.answered());
        long retried = counts.streams() - 200;
        assertThat(counts.refused())
                .as("once for each call that was sent again, and once more if that was refused, too")
                .isEqualTo(retried + call.get("failed").asLong());
        assertThat(refusedStreams()).isEqualTo(counts.refused());
    }

    private LoadProgram load() {
        return new LoadProgram(server.target(), folder);
    }

    private static String[] flags(String refuse, String... more) {
        List<String> flags = new ArrayList<>(List.of(
                "--call", "grpc.health.v1.Health/Check", "--metadata", "x-refuse: " + refuse, "--warm-up", "0s"));
        flags.addAll(List.of(more));
        return flags.toArray(String[]::new);
    }

    private long refusedStreams() throws Exception {
        return new ObjectMapper()
                .readTree(load().json())
                .at("/channels/0/backends/0/refusedStreams")
                .asLong();
    }
}
