package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A demo that is stopped, at various moments from start to end. */
@Execution(ExecutionMode.CONCURRENT)
class ITStop {

    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    Path folder;

    private Path out;

    @BeforeEach
    void chooseFolder() {
        out = folder.resolve("results");
    }

    @Test
    void in_the_middle_it_reports_what_was_measured() throws Exception {
        try (Program program = demo("0s")) {
            program.awaitOutput(Pattern.compile(" 0:(0[3-9]|[1-5]\\d) "));
            stop(program, "TERM", 143);

            assertThat(program.out()).contains("verdict: ", "round trip", "results: ");
            JsonNode result = ResultSchema.assertValid(Files.readString(out.resolve("result.json")));
            assertThat(result.at("/window/seconds").asDouble()).isBetween(2.0, 60.0);
            assertThat(result.get("requests"))
                    .hasSize(5)
                    .allSatisfy(request -> assertThat(request.get("failed").asLong())
                            .as("calls that ended by themselves: %s", request)
                            .isZero());
        }
    }

    @Test
    void ctrl_c_ends_it_like_any_program() throws Exception {
        assumeFalse(
                RunningProgram.ignoresInterrupt(),
                "SIGINT: ignored by the parent of this JVM, and therefore by its children");
        try (Program program = demo("0s")) {
            program.awaitOutput(Pattern.compile(" 0:\\d\\d "));
            stop(program, "INT", 130);

            assertThat(program.out()).contains("verdict: ", "results: ");
        }
    }

    @Test
    void a_frozen_service_is_killed_too() throws Exception {
        try (Program program = demo("0s")) {
            program.awaitOutput(Pattern.compile(" 0:(0[2-9]|[1-5]\\d) "));
            RunningProgram.signal(program.service().pid(), "STOP");
            stop(program, "TERM", 143);

            assertThat(program.out()).contains("verdict: ", "results: ");
        }
    }

    @Test
    void in_the_warm_up_it_reports_that_nothing_was_measured() throws Exception {
        try (Program program = demo("1m")) {
            program.awaitOutput(Pattern.compile(" 0:\\d\\d "));
            stop(program, "TERM", 143);

            assertThat(program.out()).contains("verdict: SUSPECT", "nothing was measured");
            assertThat(ResultSchema.assertValid(Files.readString(out.resolve("result.json")))
                            .get("requests"))
                    .isEmpty();
        }
    }

    @Test
    void before_the_load_it_ends_the_service_too() throws Exception {
        try (Program program = demo("0s")) {
            program.awaitOutput("service ");
            stop(program, "TERM", 143);

            assertThat(program.out()).contains("nothing was measured");
        }
    }

    @Test
    void while_the_service_starts_it_leaves_none_behind() throws Exception {
        try (Program program = demo("0s")) {
            program.awaitOutput("demo: ");
            stop(program, "TERM", 143);

            assertThat(program.out()).contains("nothing was measured");
        }
    }

    private Program demo(String warmUp) throws IOException {
        return Program.start(
                folder,
                "demo",
                "--duration",
                "1m",
                "--warm-up",
                warmUp,
                "--streams",
                "200",
                "--port",
                "0",
                "--metrics-port",
                "0",
                "--live-port",
                "0",
                "--out",
                out.toString());
    }

    /** Stops the program; it must end in time and leave neither a process nor a port. */
    private static void stop(Program program, String signal, int exitCode) throws Exception {
        var children = program.children();
        program.signal(signal);

        assertThat(program.exit()).as(program.err()).isEqualTo(exitCode);
        assertThat(program.err()).isEmpty();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        Matcher port = PORT.matcher(program.out());
        while (port.find()) {
            try (ServerSocket free =
                    new ServerSocket(Integer.parseInt(port.group(1)), 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }
}
