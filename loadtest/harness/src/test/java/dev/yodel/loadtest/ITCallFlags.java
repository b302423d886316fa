package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the flags of calls and connections do, by the account of the server. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(150)
class ITCallFlags {

    private static final String CHECK = "grpc.health.v1.Health/Check";
    private static final String WATCH = "grpc.health.v1.Health/Watch";

    @TempDir
    Path folder;

    private RecordingServer server;

    @BeforeAll
    void startServer() throws Exception {
        server = new RecordingServer();
    }

    @AfterAll
    void endServer() {
        server.close();
    }

    @Test
    void connections_are_used_in_turn(TestInfo test) throws Exception {
        measure(test, CHECK, "--users", "6", "--count", "60", "--connections", "3");

        assertThat(server.distinct(name(test), call -> call.connection)).isEqualTo(3);
    }

    @Test
    void each_user_has_a_connection(TestInfo test) throws Exception {
        measure(test, CHECK, "--users", "5", "--count", "100", "--connection-per-user");

        assertThat(server.distinct(name(test), call -> call.connection)).isEqualTo(5);
    }

    @Test
    void connections_are_opened_for_more_streams(TestInfo test) throws Exception {
        measure(test, WATCH, "--streams", "6", "--duration", "1s", "--warm-up", "0s", "--streams-per-connection", "2");

        assertThat(server.distinct(name(test), call -> call.connection)).isEqualTo(3);
    }

    @Test
    void connections_are_replaced_at_an_age(TestInfo test) throws Exception {
        measure(test, CHECK, "--rate", "20", "--duration", "2s", "--warm-up", "0s", "--max-connection-age", "500ms");

        assertThat(server.distinct(name(test), call -> call.connection)).isGreaterThan(1);
    }

    @Test
    void a_deadline_that_passes_is_a_failure(TestInfo test) throws Exception {
        JsonNode call = load().measureFailures(with(
                test,
                CHECK,
                "--data",
                "{\"service\": \"silent\"}",
                "--timeout",
                "100ms",
                "--users",
                "1",
                "--count",
                "3"));

        assertThat(call.at("/failureSources/DEADLINE").asLong()).isEqualTo(3);
        assertThat(call.at("/statuses/DEADLINE_EXCEEDED").asLong()).isEqualTo(3);
    }

    @Test
    void unary_calls_have_20_seconds_unless_said_otherwise(TestInfo test) throws Exception {
        measure(test, CHECK, "--users", "1", "--count", "2");

        assertThat(server.calls(name(test)))
                .allSatisfy(call -> assertThat(call.millisLeft).isNotNull().isLessThanOrEqualTo(20_000));
    }

    @Test
    void messages_are_compressed(TestInfo test) throws Exception {
        measure(test, CHECK, "--users", "1", "--count", "2", "--compress", "gzip");

        assertThat(server.calls(name(test)))
                .allSatisfy(call ->
                        assertThat(call.headers.get(RecordingServer.ENCODING)).isEqualTo("gzip"));
    }

    @Test
    void a_large_response_needs_a_limit_above_it(TestInfo test) throws Exception {
        String[] calls = {"--data", "{\"service\": \"large\"}", "--users", "1", "--count", "2"};
        JsonNode refused = load().measureFailures(with(test, CHECK, calls));
        assertThat(refused.at("/failureSources/CLIENT").asLong()).isEqualTo(2);

        JsonNode call = load().measure(with(test, CHECK, concat(calls, "--max-message-size", "6MiB")));
        assertThat(call.get("ok").asLong()).isEqualTo(2);
    }

    @Test
    void large_trailers_need_a_limit_above_them(TestInfo test) throws Exception {
        String[] calls = {"--data", "{\"service\": \"large trailers\"}", "--users", "1", "--count", "2"};
        JsonNode call = load().measureFailures(with(test, CHECK, concat(calls, "--max-metadata-size", "64KiB")));

        assertThat(call.at("/statuses/ABORTED").asLong()).isEqualTo(2);
    }

    @Test
    void metadata_comes_from_a_file(TestInfo test) throws Exception {
        Path file = Files.writeString(folder.resolve("metadata"), "# of the test\n\nX-Tenant: a b\n");
        measure(test, CHECK, "--users", "1", "--count", "2", "--metadata-file", file.toString());

        assertThat(server.calls(name(test)))
                .allSatisfy(call -> assertThat(call.headers.get(RecordingServer.key("x-tenant")))
                        .isEqualTo("a b"));
    }

    @Test
    void a_token_that_changes_is_sent_from_then_on(TestInfo test) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first");
        try (Program program = load().start(with(
                test, CHECK, "--users", "1", "--duration", "2m", "--warm-up", "0s", "--token-file", file.toString()))) {
            awaitToken(test, "Bearer first");
            Files.writeString(file, "second");
            awaitToken(test, "Bearer second");
            program.interrupt();
            program.exit();
        }
        assertThat(server.distinct(name(test), call -> call.headers.get(RecordingServer.AUTHORIZATION)))
                .isEqualTo(2);
    }

    @Test
    void bad_flags() throws Exception {
        assertRefused("--timeout: 0s (expected: 1ms to 720h)", "--timeout", "0s");
        assertRefused("--compress: zip (expected: gzip)", "--compress", "zip");
        assertRefused("--max-message-size: 16M (expected: a size such as ", "--max-message-size", "16M");
        assertRefused("--connections: 0 (expected: 1 to 10000)", "--connections", "0");
        assertRefused("--churn: 0 (expected: a number of calls from 1 to ", "--churn", "0");
        assertRefused("--churn: soon (expected: a number of calls from 1 to ", "--churn", "soon");
        assertRefused(
                "--churn: cannot be combined with --max-connection-age (expected: one of the two)",
                "--churn",
                "1",
                "--max-connection-age",
                "5s");
        assertRefused("--slow-reader: 0.01 (expected: 0.1 to ", "--slow-reader", "0.01");
        assertRefused("--lb-policy: random (expected: pick_first or round_robin)", "--lb-policy", "random");
        assertRefused("--token-file: none (expected: a readable file)", "--token-file", "none");
        assertRefused(
                "--token-file: cannot be combined with metadata authorization (expected: one of the two)",
                "--token-file",
                "none",
                "--metadata",
                "authorization: Bearer x");
    }

    private void awaitToken(TestInfo test, String authorization) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.calls(name(test)).stream()
                        .anyMatch(call -> authorization.equals(call.headers.get(RecordingServer.AUTHORIZATION))));
    }

    private void measure(TestInfo test, String call, String... flags) throws Exception {
        JsonNode request = load().measure(with(test, call, flags));
        assertThat(request.get("failed").asLong()).isZero();
    }

    private void assertRefused(String line, String... flags) throws Exception {
        load().assertRefused(line, concat(new String[] {"--call", CHECK}, flags));
    }

    private LoadProgram load() {
        return new LoadProgram(server.target(), folder);
    }

    private static String[] with(TestInfo test, String call, String... flags) {
        return concat(new String[] {"--call", call, "--metadata", "x-test: " + name(test)}, flags);
    }

    private static String[] concat(String[] first, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private static String name(TestInfo test) {
        return test.getDisplayName();
    }
}
