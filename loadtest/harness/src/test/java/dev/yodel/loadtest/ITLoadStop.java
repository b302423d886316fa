package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.loadtest.target.ServiceProcess;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A load that is stopped, or comes to its end, while the service responds, is frozen, or is gone. */
@Execution(ExecutionMode.CONCURRENT)
class ITLoadStop {

    private static final int STREAMS = 50;
    private static final Pattern OPEN_CHATS =
            Pattern.compile("^yodel_server_calls_open\\{[^}]*BIDI_STREAMING[^}]*} (\\S+)$", Pattern.MULTILINE);

    /** A second without an open stream, and with some that failed. */
    private static final Pattern REFUSED = Pattern.compile(" 0 +[1-9][0-9,]*$", Pattern.MULTILINE);

    private static final Pattern SOME_SECOND = Pattern.compile(" 0:\\d\\d ");

    @TempDir
    Path folder;

    private ServiceProcess process;
    private ServiceProcess.Started service;

    @BeforeEach
    void startService(@TempDir Path logs) throws Exception {
        Program.serviceLib();
        process = ServiceProcess.start(0, 0, logs.resolve("service.log"));
        service = process.started().toCompletableFuture().get();
    }

    @AfterEach
    void endService() throws Exception {
        signal("CONT");
        process.close();
    }

    @Test
    void ctrl_c_cancels_every_stream() throws Exception {
        try (Program program = load("1m")) {
            untilChatsAreOpen(STREAMS);

            interrupt(program);

            untilChatsAreOpen(0);
        }
    }

    @Test
    void ctrl_c_ends_it_on_a_frozen_service_and_cancels_every_stream() throws Exception {
        try (Program program = load("1m")) {
            untilChatsAreOpen(STREAMS);
            signal("STOP");

            interrupt(program);

            signal("CONT");
            untilChatsAreOpen(0);
        }
    }

    @Test
    void ctrl_c_ends_it_while_every_connection_is_refused() throws Exception {
        try (Program program = load("1m")) {
            untilChatsAreOpen(STREAMS);
            signal("KILL");
            program.awaitOutput(REFUSED);

            interrupt(program);
        }
    }

    @Test
    void ctrl_c_ends_what_goes_on_for_a_time_well() throws Exception {
        for (List<String> flags : List.of(
                List.of("--call", "grpc.health.v1.Health/Watch", "--streams", "20"),
                List.of("--call", "yodel.v1.EchoService/Chat", "--streams", "20", "--rate", "10"),
                List.of("--call", "yodel.v1.EchoService/Echo", "--rate", "20"))) {
            try (Program program = start("1m", flags)) {
                program.awaitOutput(SOME_SECOND);

                interrupt(program);

                assertThat(program.out())
                        .as("%s", flags)
                        .doesNotContain("cut off", "ended early", "aborted", "failed: ");
            }
        }
    }

    @Test
    void its_longest_time_ends_it_on_a_frozen_service() throws Exception {
        try (Program program = load("4s")) {
            program.awaitOutput(SOME_SECOND);
            signal("STOP");

            assertThat(program.exit()).as(program.err()).isEqualTo(3);

            JsonNode result = ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
            assertThat(result.at("/requests/0/failureSources/DEADLINE").asLong())
                    .as("users waiting for a message failed in time")
                    .isEqualTo(STREAMS);
            assertThat(result.at("/requests/0/statuses/CANCELLED").asLong())
                    .as("the server sent no status")
                    .isEqualTo(STREAMS);
            signal("CONT");
            untilChatsAreOpen(0);
        }
    }

    private Program load(String duration) throws IOException {
        return start(
                duration,
                List.of(
                        "--call",
                        "yodel.v1.EchoService/Chat",
                        "--data",
                        "{\"message\": \"hello\"}",
                        "--streams",
                        String.valueOf(STREAMS)));
    }

    private Program start(String duration, List<String> flags) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("load", service.target().toString(), "--warm-up", "0s"));
        arguments.addAll(flags);
        arguments.addAll(List.of(
                "--duration",
                duration,
                "--live-port",
                "0",
                "--overwrite",
                "--out",
                folder.resolve("out").toString()));
        return Program.start(folder, arguments.toArray(String[]::new));
    }

    private static void interrupt(Program program) throws Exception {
        int code = program.interrupt();

        assertThat(program.exit()).as(program.err()).isEqualTo(code);
        assertThat(program.out()).contains("verdict: ", "results: ");
    }

    private void signal(String name) throws IOException, InterruptedException {
        RunningProgram.signal(process.pid(), name);
    }

    private void untilChatsAreOpen(int wanted) throws Exception {
        await(wanted + " chats open")
                .atMost(30, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> openChats() == wanted);
    }

    private double openChats() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service.metrics() + "/metrics"))
                .build();
        String metrics = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return OPEN_CHATS
                .matcher(metrics)
                .results()
                .map(open -> open.group(1))
                .mapToDouble(Double::parseDouble)
                .sum();
    }
}
