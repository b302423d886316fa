package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.testing.OutsideProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads of every kind of call on a grpc-go server: the test server of the grpcurl project. */
@TestInstance(Lifecycle.PER_CLASS)
class ITGoServer {

    private static final String EMPTY = "testing.TestService/EmptyCall";
    private static final String OUTPUT = "testing.TestService/StreamingOutputCall";

    private static final Pattern README_EXAMPLE =
            Pattern.compile("<!-- test: load -->\\n```sh\\n\\./yodel load localhost:\\d+ (.*)\\n```");

    private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");

    @TempDir
    Path folder;

    private String program;
    private ForeignServer server;
    private String target;

    @BeforeAll
    void startServer(@TempDir Path logs) throws Exception {
        program = new OutsideProgram().program("testserver").toString();
        server = ForeignServer.start(logs, Map.of(), program, "-q");
        target = server.target();
    }

    @AfterAll
    void endServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void unary() throws Exception {
        LoadProgram load = load();
        JsonNode call = load.measure(
                "--call", "testing.TestService/UnaryCall",
                "--data", "{\"payload\": {\"type\": \"UNCOMPRESSABLE\", \"body\": \"aGk=\"}}",
                "--users", "4",
                "--count", "200");

        assertThat(call.get("kind").asText()).isEqualTo("UNARY");
        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(200);
        JsonNode slowest = ResultSchema.assertValid(load.json()).get("slowest");
        assertThat(slowest).hasSize(20);
        assertThat(slowest.at("/0/responseTime").asDouble())
                .isCloseTo(call.at("/responseTime/max").asDouble(), Percentage.withPercentage(0.1));
        assertThat(slowest.at("/0/peer").asText()).isEqualTo(target);
    }

    /** With a message above the 64 KiB that HTTP/2 lets through at first. */
    @Test
    void server_stream() throws Exception {
        JsonNode call = load().measure(
                        "--call", OUTPUT,
                        "--data", "{\"responseParameters\": [{\"size\": 1}, {}, {\"size\": 200000}]}",
                        "--users", "4",
                        "--count", "50");

        assertThat(call.get("kind").asText()).isEqualTo("SERVER_STREAMING");
        assertThat(call.get("ok").asLong()).isEqualTo(50);
        assertThat(call.at("/messages/received").asLong()).isEqualTo(150);
    }

    @Test
    void client_stream() throws Exception {
        JsonNode call = load().measure(
                        "--call", "testing.TestService/StreamingInputCall",
                        "--data", "[{\"payload\": {\"body\": \"aGk=\"}}, {\"payload\": {}}]",
                        "--users", "4",
                        "--count", "50");

        assertThat(call.get("kind").asText()).isEqualTo("CLIENT_STREAMING");
        assertThat(call.get("ok").asLong()).isEqualTo(50);
        assertThat(call.at("/messages/sent").asLong()).isEqualTo(100);
    }

    @Test
    void held_streams_as_in_the_readme() throws Exception {
        JsonNode call = load().measure(readmeFlags());

        assertThat(call.get("kind").asText()).isEqualTo("BIDI_STREAMING");
        assertThat(call.at("/statuses/OK").asLong()).isGreaterThanOrEqualTo(50);
        assertThat(call.at("/messages/sent").asLong()).isEqualTo(5000);
        assertThat(call.at("/messages/received").asLong()).isEqualTo(5000);
    }

    /** What follows the target in the example marked {@code <!-- test: load -->}. */
    private static String[] readmeFlags() throws IOException {
        Matcher example = README_EXAMPLE.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(example.find()).as("the README has an example").isTrue();
        return WORD.matcher(example.group(1))
                .results()
                .map(word -> word.group().replace("'", ""))
                .toArray(String[]::new);
    }

    /** The server delays its responses until the client half-closes. */
    @Test
    void streams_answered_only_at_their_end() throws Exception {
        JsonNode call = load().measure(
                        "--call", "testing.TestService/HalfDuplexCall",
                        "--data", "[{\"payload\": {\"body\": \"aGk=\"}}, {\"payload\": {}}]",
                        "--users", "4",
                        "--count", "50");

        assertThat(call.get("ok").asLong()).isEqualTo(50);
        assertThat(call.at("/messages/received").asLong()).isEqualTo(100);
    }

    @Test
    void a_stream_that_fails_at_its_end_was_read_before() throws Exception {
        JsonNode call = load().measureMissed(
                        "--call", OUTPUT,
                        "--data", "{\"responseParameters\": [{\"size\": 1}, {\"size\": 1}]}",
                        "--metadata", "fail-late: 8",
                        "--users", "4",
                        "--count", "50");

        assertThat(call.get("ok").asLong()).isZero();
        assertThat(call.at("/statuses/RESOURCE_EXHAUSTED").asLong()).isEqualTo(50);
        assertThat(call.at("/messages/received").asLong()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "testing.TestService/UnaryCall",
                "testing.TestService/StreamingOutputCall",
                "testing.TestService/StreamingInputCall",
                "testing.TestService/FullDuplexCall"
            })
    void metadata_arrives_with_every_shape_of_call(String method) throws Exception {
        JsonNode call = load().measureFailures(
                        "--call", method,
                        "--metadata", "fail-early: #{randomInt(8,9)}",
                        "--users", "2",
                        "--count", "10");

        long asAsked = call.at("/statuses/RESOURCE_EXHAUSTED").asLong()
                + call.at("/statuses/FAILED_PRECONDITION").asLong();
        assertThat(asAsked).isEqualTo(10);
    }

    /** With one call more than is counted: server reflection. */
    @ParameterizedTest
    @CsvSource({"1, 61", "10, 7"})
    void connections_come_and_go(String calls, int connections) throws Exception {
        LoadProgram load = load();
        JsonNode call =
                load.measure("--call", EMPTY, "--churn", calls, "--users", "3", "--count", "60", "--warm-up", "0s");

        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(60);
        JsonNode backend = ResultSchema.assertValid(load.json()).at("/channels/0/backends/0");
        assertThat(backend.get("connections").asInt()).isEqualTo(connections);
        assertThat(backend.at("/connectTime/max").asDouble()).isPositive();
        assertThat(load.out()).containsPattern("  time to connect: p50 .*, p99 .*, max ");
        assertThat(folder.resolve("out/latencies.hlog")).content().contains("Tag=" + server.target() + ".connectTime");
    }

    /** The bound is that of the rate; the server sends as fast as it can. */
    @Test
    void streams_are_read_slowly() throws Exception {
        String many = "{\"size\": 1}" + ", {\"size\": 1}".repeat(99);
        LoadProgram load = load();
        JsonNode call = load.measure(
                "--call", OUTPUT,
                "--data", "{\"responseParameters\": [%s]}".formatted(many),
                "--slow-reader", "5",
                "--streams", "2",
                "--duration", "2s",
                "--warm-up", "0s");

        double seconds =
                ResultSchema.assertValid(load.json()).at("/window/seconds").asDouble();
        assertThat(call.at("/messages/received").asDouble()).isPositive().isLessThanOrEqualTo(2 * (5 * seconds + 1));
        assertThat(call.get("failed").asLong()).isZero();
    }

    @Test
    void streams_are_not_read_at_all() throws Exception {
        JsonNode call = load().measure(
                        "--call", OUTPUT,
                        "--data", "{\"responseParameters\": [{\"size\": 1}]}",
                        "--slow-reader", "0",
                        "--users", "2",
                        "--stream-duration", "100ms",
                        "--count", "10",
                        "--warm-up", "0s");

        assertThat(call.at("/messages/received").asLong()).isZero();
        assertThat(call.get("ok").asLong()).isEqualTo(10);
    }

    @Test
    void answers_are_read_slowly_while_messages_are_sent() throws Exception {
        JsonNode call = load().measure(
                        "--call", "testing.TestService/FullDuplexCall",
                        "--data", "{\"responseParameters\": [{\"size\": 1}]}",
                        "--slow-reader", "0",
                        "--streams", "2",
                        "--message-rate", "20",
                        "--duration", "1s",
                        "--warm-up", "0s");

        assertThat(call.at("/messages/sent").asLong()).isPositive();
        assertThat(call.at("/messages/received").asLong()).isZero();
        assertThat(call.get("failed").asLong()).isZero();
    }

    @Test
    void a_slow_reader_needs_streams_to_read() throws Exception {
        load().assertRefused(
                        "slow-reader: testing.TestService/EmptyCall has a single response (expected: a method whose",
                        "--call",
                        EMPTY,
                        "--slow-reader",
                        "1");
        load().assertRefused(
                        "slow-reader: 0 on streams that wait for each response (expected: --message-rate, or",
                        "--call",
                        "testing.TestService/FullDuplexCall",
                        "--slow-reader",
                        "0",
                        "--streams",
                        "2");
        load().assertRefused(
                        "slow-reader: 0 never reaches the end of a stream (expected: --streams, or --stream-duration)",
                        "--call",
                        OUTPUT,
                        "--slow-reader",
                        "0");
    }

    @Test
    void what_is_not_served_is_told_in_one_line() throws Exception {
        load().assertRefused(
                        "method: Empty of testing.TestService (expected: EmptyCall, ",
                        "--call",
                        "testing.TestService/Empty");
    }

    private LoadProgram load() {
        return new LoadProgram(target, folder);
    }
}
