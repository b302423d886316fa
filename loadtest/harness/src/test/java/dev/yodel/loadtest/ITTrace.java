package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.OtlpReceiver.Span;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.testing.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Traces that a load begins and the service continues, as a receiver of OTLP gets them. */
@Timeout(180)
class ITTrace {

    private static final Pattern GRPC = Pattern.compile("grpc=(\\S+)\\s");
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final int CALLS = 40;

    @TempDir
    static Path service;

    private static OtlpReceiver receiver;
    private static RunningProgram process;
    private static String target;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        receiver = new OtlpReceiver();
        process = RunningProgram.start(
                service.resolve("output.txt"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(Program.serviceLib(), "*").toString(),
                        "dev.yodel.service.Main",
                        "--host=127.0.0.1",
                        "--port=0",
                        "--metrics-port=0",
                        "--drain-wait=0s",
                        "--otlp-endpoint=" + receiver.url()));
        target = process.await(GRPC, AT_MOST);
    }

    @AfterAll
    static void stop() {
        process.close();
        receiver.close();
    }

    @Test
    void the_service_continues_the_trace_of_every_slowest_call() throws Exception {
        load("yodel.v1.EchoService/Echo", "--trace=100%");

        Set<String> slowest = slowest();
        assertThat(slowest).hasSize(20);
        Awaitility.await()
                .atMost(AT_MOST)
                .untilAsserted(() -> assertThat(spans("yodel.v1.EchoService/Echo"))
                        .hasSize(CALLS)
                        .allSatisfy(span -> assertThat(span.parent()).hasSize(16))
                        .extracting(Span::trace)
                        .doesNotHaveDuplicates()
                        .containsAll(slowest));
        assertThat(Files.readString(folder.resolve("out/summary.md"))).containsAnyOf(slowest.toArray(String[]::new));
    }

    @Test
    void a_service_that_traces_all_calls_traces_none_that_is_not_sampled() throws Exception {
        load("yodel.v1.GreetingService/Greet", "--trace=0.0001%");
        load("yodel.v1.EchoService/Collect", "--trace=100%"); // its spans are sent after those

        assertThat(slowest()).as("streams have their traces too").hasSize(20);
        Awaitility.await()
                .atMost(AT_MOST)
                .untilAsserted(
                        () -> assertThat(spans("yodel.v1.EchoService/Collect")).hasSize(CALLS));
        assertThat(spans("yodel.v1.GreetingService/Greet")).isEmpty();
    }

    @Test
    void a_share_that_is_none_is_bad_input() throws Exception {
        new LoadProgram(target, folder)
                .assertRefused(
                        "--trace: 1 (expected: 0.0001% to 100%)", "--call=yodel.v1.EchoService/Echo", "--trace=1");
    }

    private void load(String call, String trace) throws Exception {
        new LoadProgram(target, folder)
                .measure("--call=" + call, "--count=" + CALLS, "--users=2", "--warm-up=0s", trace);
    }

    private Set<String> slowest() throws IOException {
        JsonNode result = ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
        return result.path("slowest").findValuesAsText("traceId").stream().collect(Collectors.toSet());
    }

    private static List<Span> spans(String name) {
        return receiver.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }
}
