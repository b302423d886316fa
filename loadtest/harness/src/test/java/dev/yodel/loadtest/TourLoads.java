package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads of every kind of call on a server in another language: on services that its gRPC library provides, and otherwise on
 * the Guide of {@code tour.proto}.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class TourLoads {

    @TempDir
    Path folder;

    private final String reflection;
    private ForeignServer server;
    private String target;

    /** @param reflection the name of the reflection service of the server */
    TourLoads(String reflection) {
        this.reflection = reflection;
    }

    /** Starts it. */
    abstract ForeignServer start(Path logs) throws Exception;

    @BeforeAll
    void startServer(@TempDir Path logs) throws Exception {
        server = start(logs);
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
                        "--call", "grpc.health.v1.Health/Check",
                        "--data", "{\"service\": \"tour.v1.Guide\"}",
                        "--metadata", "x-tenant: a",
                        "--users", "4",
                        "--count", "200");

        assertThat(call.get("kind").asText()).isEqualTo("UNARY");
        assertThat(call.at("/statuses/OK").asLong()).isEqualTo(200);
    }

    @Test
    void server_stream() throws Exception {
        JsonNode call = load().measure(
                        "--call", "tour.v1.Guide/ListPeaks",
                        "--data", "{\"count\": 500}",
                        "--users", "4",
                        "--count", "20");

        assertThat(call.get("kind").asText()).isEqualTo("SERVER_STREAMING");
        assertThat(call.get("ok").asLong()).isEqualTo(20);
        assertThat(call.at("/messages/received").asLong()).isEqualTo(10_000);
    }

    @Test
    void client_stream() throws Exception {
        String steps = "[{\"metres\": 3, \"ground\": \"GROUND_ICE\"}, {\"rest\": \"2s\", \"note\": \"here\"},"
                + " {\"seen\": {\"marmot\": 2}}]";
        JsonNode call =
                load().measure("--call", "tour.v1.Guide/Record", "--data", steps, "--users", "4", "--count", "50");

        assertThat(call.get("kind").asText()).isEqualTo("CLIENT_STREAMING");
        assertThat(call.get("ok").asLong()).isEqualTo(50);
        assertThat(call.at("/messages/sent").asLong()).isEqualTo(150);
    }

    @Test
    void held_streams() throws Exception {
        JsonNode call = load().measure(
                        "--call", reflection + "/ServerReflectionInfo",
                        "--data", "{\"listServices\": \"*\"}",
                        "--streams", "5",
                        "--count", "201");

        assertThat(call.get("kind").asText()).isEqualTo("BIDI_STREAMING");
        assertThat(call.at("/statuses/OK").asLong()).isGreaterThanOrEqualTo(5);
        assertThat(call.at("/messages/sent").asLong()).isEqualTo(201);
        assertThat(call.at("/messages/received").asLong()).isEqualTo(201);
    }

    @Test
    void failures_keep_their_status_and_text() throws Exception {
        String[] tooMany = {
            "--call", "tour.v1.Guide/ListPeaks", "--data", "{\"count\": 1001}", "--users", "4", "--count", "20"
        };
        JsonNode call = load().measureFailures(tooMany);

        assertThat(call.at("/statuses/OUT_OF_RANGE").asLong()).isEqualTo(20);
        assertThat(load().out()).contains("20 × error OUT_OF_RANGE: höher geht es nicht");
    }

    final LoadProgram load() {
        return new LoadProgram(target, folder);
    }
}
