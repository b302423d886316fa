package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.loadtest.target.ServiceProcess;
import dev.yodel.testing.RunningProgram;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What takes longer than half a minute by its nature: {@code mvn verify -Psoak} runs it, and so does {@code .ci/run}. */
@Tag("soak")
@Execution(ExecutionMode.CONCURRENT)
class ITSoak {

    @TempDir
    Path folder;

    /** Longer than the idle time-outs that peers have for streams. */
    @Test
    void a_stream_is_held_for_75_seconds_without_flags() throws Exception {
        try (RecordingServer server = new RecordingServer()) {
            JsonNode stream = new LoadProgram(server.target(), folder)
                    .measure(
                            "--call",
                            "grpc.health.v1.Health/Watch",
                            "--streams",
                            "1",
                            "--duration",
                            "75s",
                            "--warm-up",
                            "0s");

            assertThat(stream.get("count").asLong()).isEqualTo(1);
            assertThat(stream.get("ok").asLong()).isEqualTo(1);
            assertThat(stream.at("/serviceTime/min").asDouble()).isGreaterThan(70e6);
        }
    }

    @Test
    void a_count_is_aborted_on_a_service_that_stops_responding(@TempDir Path logs) throws Exception {
        Program.serviceLib();
        try (ServiceProcess service = ServiceProcess.start(0, 0, logs.resolve("service.log"))) {
            String target =
                    service.started().toCompletableFuture().get().target().toString();
            LoadProgram load = new LoadProgram(target, folder);
            try (Program program =
                    load.start("--call", "yodel.v1.EchoService/Echo", "--users", "5", "--count", "1000000000")) {
                program.awaitOutput(Pattern.compile(" 0:\\d\\d "));
                RunningProgram.signal(service.pid(), "STOP");

                assertThat(program.exit()).as(program.err()).isEqualTo(1);

                assertThat(program.err())
                        .isEqualTo("yodel: count: 1000000000 not reached, nothing completed for 30s\n");
                JsonNode result = ResultSchema.assertValid(load.json());
                assertThat(result.at("/verdict/status").asText()).isEqualTo("SUSPECT");
                assertThat(program.out())
                        .contains("aborted: nothing completed for 30s", "Echo: 5 calls cut off at the end of the run");
            }
        }
    }
}
