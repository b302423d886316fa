package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.testing.OutsideProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        JsonNode call = load().measure(
                        "--call", "testing.TestService/UnaryCall",
                        "--data", "{\"payload\": {\"type\": \"UNCOMPRESSABLE\", \"body\": \"aGk=\"}}",
                        "--users", "4",
                        "--count", "200");

        assertThat(call.get("kind").asText()).isEqualTo("UNARY");
        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(200);
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
