package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.testing.OutsideProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load of a grpc-go server that is killed and started again in the middle. */
class ITRestart {

    private static final Pattern SOME_SECOND = Pattern.compile(" 0:\\d\\d .* 0\\n");
    private static final Pattern FAILED = Pattern.compile(" [1-9]\\d*\\n");

    /** A second with calls, none of which failed, after one with failures. */
    private static final Pattern CALLS_AGAIN =
            Pattern.compile("(?s) [1-9]\\d*\\n.* 0:\\d\\d +[1-9][\\d.]* +0\\.0 [^\\n]* 0\\n");

    private static final Pattern SERVED = Pattern.compile("start <\\d+>: /testing.TestService/EmptyCall");

    @TempDir
    Path folder;

    @SuppressWarnings("try") // The server is closed while the load runs.
    @Test
    void what_the_server_did_not_serve_is_counted_as_failed() throws Exception {
        String program = new OutsideProgram().program("testserver").toString();
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        String target;
        JsonNode call;
        try (ForeignServer server = ForeignServer.start(first, Map.of(), program)) {
            target = server.target();
            LoadProgram load = new LoadProgram(target, folder);
            try (Program running = load.start(
                    "--call", "testing.TestService/EmptyCall", "--rate", "50", "--duration", "5m", "--warm-up", "0s")) {
                running.awaitOutput(SOME_SECOND);
                server.close();
                running.awaitOutput(FAILED);
                try (ForeignServer again =
                        ForeignServer.start(second, Map.of(), program, "-p", target.replaceFirst(".*:", ""))) {
                    assertThat(again.target()).isEqualTo(target);
                    running.awaitOutput(CALLS_AGAIN);
                    int code = running.interrupt();
                    assertThat(running.exit()).as(running.err()).isEqualTo(code);
                }
            }
            call = load.request();
        }

        long ok = call.at("/statuses/OK").asLong();
        long failed = call.get("failed").asLong();
        assertThat(ok).isPositive();
        assertThat(failed).isPositive();
        assertThat(call.at("/failureSources/CONNECTION").asLong()).isEqualTo(failed);
        assertThat(ok + failed).isEqualTo(call.get("count").asLong());
        assertThat(served(first) + served(second))
                .as("the server's own count, with those whose responses were lost when it was killed")
                .isBetween(ok, ok + failed);
    }

    private static long served(Path logs) throws Exception {
        return SERVED.matcher(Files.readString(logs.resolve("server.log")))
                .results()
                .count();
    }
}
