package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Loads of streams by the real program, on the real service, which it knows only by server reflection. */
class ITLoadStreams {

    @RegisterExtension
    static final YodelService SERVICE = new YodelService();

    private static final String HELLO = "{\"message\": \"hello\"}";

    @TempDir
    Path folder;

    @Test
    void held_streams_send_as_much_as_was_answered() throws Exception {
        JsonNode chat = load(
                "--call", "yodel.v1.EchoService/Chat",
                "--data", "[{\"message\": \"a\"}, {\"message\": \"b\"}]",
                "--streams", "5",
                "--count", "301");

        assertThat(chat.get("kind").asText()).isEqualTo("BIDI_STREAMING");
        assertThat(chat.at("/messages/sent").asLong()).isEqualTo(301);
        assertThat(chat.at("/messages/received").asLong()).isEqualTo(301);
        assertThat(chat.at("/statuses/OK").asLong()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void held_streams_are_measured_without_their_warm_up() throws Exception {
        JsonNode chat = load(
                "--call", "yodel.v1.EchoService/Chat",
                "--data", HELLO,
                "--streams", "5",
                "--rate", "100",
                "--duration", "2s",
                "--warm-up", "1s");

        assertThat(chat.get("count").asLong()).isEqualTo(5);
        assertThat(chat.at("/messages/sent").asLong())
                .isEqualTo(chat.at("/messages/received").asLong())
                .isBetween(100L, 205L);
    }

    @Test
    void server_streams_send_an_array_in_turn() throws Exception {
        JsonNode expand = load(
                "--call", "yodel.v1.EchoService/Expand",
                "--data", "[{\"message\": \"a\", \"count\": 1}, {\"message\": \"a\", \"count\": 3}]",
                "--users", "2",
                "--count", "10");

        assertThat(expand.at("/messages/received").asLong()).isEqualTo(5 * 1 + 5 * 3);
    }

    @Test
    void client_stream_carries_the_whole_array() throws Exception {
        JsonNode collect = load(
                "--call", "yodel.v1.EchoService/Collect",
                "--data", "[{\"message\": \"a\"}, {\"message\": \"b\"}, {\"message\": \"c\"}]",
                "--users", "2",
                "--count", "30");

        assertThat(collect.get("kind").asText()).isEqualTo("CLIENT_STREAMING");
        assertThat(collect.get("ok").asLong()).isEqualTo(30);
        assertThat(collect.at("/messages/sent").asLong()).isEqualTo(90);
    }

    @Test
    void data_comes_from_a_file_or_from_standard_input() throws Exception {
        Path file = Files.writeString(
                folder.resolve("data.json"), "[{\"message\": \"a\"}, {\"seq\": #{randomInt(1,2)}}]\n");
        String[] flags = {"--call", "yodel.v1.EchoService/Collect", "--users", "2", "--count", "10", "--data"};

        assertThat(load(with(flags, "@" + file)).at("/messages/sent").asLong()).isEqualTo(20);
        try (Program program = program().start(with(flags, "@-"))) {
            program.input(Files.readString(file));

            assertThat(program.exit()).as(program.err()).isZero();
            assertThat(ResultSchema.assertValid(program().json())
                            .at("/requests/0/messages/sent")
                            .asLong())
                    .isEqualTo(20);
        }
    }

    @Test
    void long_array_is_sent_by_a_loop() throws Exception {
        String array = Collections.nCopies(5_000, "{\"message\": \"a\"}").toString();
        Path file = Files.writeString(folder.resolve("long.json"), array);
        String data = "@" + file;

        JsonNode whole = load("--call", "yodel.v1.EchoService/Collect", "--data", data, "--users", "1", "--count", "3");
        assertThat(whole.at("/messages/sent").asLong()).isEqualTo(15_000);
        for (String method : List.of("Collect", "Chat")) {
            JsonNode held = load(
                    "--call", "yodel.v1.EchoService/" + method, "--data", data, "--streams", "1", "--count", "6000");
            assertThat(held.at("/messages/sent").asLong()).as(method).isEqualTo(6_000);
        }
    }

    @Test
    void server_stream_is_read_to_its_end() throws Exception {
        JsonNode expand = load(
                "--call", "yodel.v1.EchoService/Expand",
                "--data", "{\"message\": \"a\", \"count\": 4}",
                "--users", "2",
                "--count", "40");

        assertThat(expand.get("kind").asText()).isEqualTo("SERVER_STREAMING");
        assertThat(expand.get("ok").asLong()).isEqualTo(40);
        assertThat(expand.at("/messages/received").asLong()).isEqualTo(160);
    }

    @Test
    void streams_without_end_are_held_for_the_duration() throws Exception {
        JsonNode watch =
                load("--call", "grpc.health.v1.Health/Watch", "--streams", "3", "--duration", "2s", "--warm-up", "1s");

        assertThat(watch.get("kind").asText()).isEqualTo("SERVER_STREAMING");
        assertThat(watch.get("ok").asLong()).isEqualTo(3);
        assertThat(watch.at("/statuses/CANCELLED").asLong()).isEqualTo(3);
        assertThat(watch.at("/messages/received").asLong()).isEqualTo(3);
        assertThat(watch.at("/serviceTime/max").asDouble()).isGreaterThan(1.5e6);
    }

    /** How many start in time depends on the machine; never more than planned. */
    @Test
    void streams_at_a_rate_overlap() throws Exception {
        JsonNode expand = load(
                "--call", "yodel.v1.EchoService/Expand",
                "--data", "{\"message\": \"a\", \"count\": 4}",
                "--rate", "20",
                "--duration", "2s",
                "--warm-up", "0s");

        assertThat(expand.get("ok").asLong()).isBetween(10L, 41L);
        assertThat(expand.at("/startLag/max").isMissingNode())
                .as("due times of their own")
                .isFalse();
        assertThat(expand.at("/responseTime/max").asDouble())
                .isGreaterThanOrEqualTo(expand.at("/serviceTime/max").asDouble());
        assertThat(ResultSchema.assertValid(program().json())
                        .at("/window/seconds")
                        .asDouble())
                .as("continues after the last call")
                .isEqualTo(2);
    }

    /** The last streams may succeed, if no message was due on them any more. */
    @Test
    void stream_that_fails_is_reopened_until_the_run_ends() throws Exception {
        try (Program program = program()
                .start(
                        "--call", "yodel.v1.EchoService/Chat",
                        "--data", "{\"behavior\": {\"failure\": {\"status\": {\"code\": #{randomInt(14,16)}}}}}",
                        "--streams", "2",
                        "--rate", "100",
                        "--duration", "2s",
                        "--warm-up", "0s")) {
            assertThat(program.exit()).as(program.err()).isBetween(0, 1);
        }

        JsonNode result = ResultSchema.assertValid(program().json());
        JsonNode chat = result.at("/requests/0");
        assertThat(chat.get("failed").asLong())
                .isGreaterThan(4)
                .isEqualTo(chat.at("/statuses/UNAVAILABLE").asLong()
                        + chat.at("/statuses/DATA_LOSS").asLong());
        assertThat(result.at("/window/seconds").asDouble()).isEqualTo(2);
    }

    @Test
    void messages_of_held_server_streams_can_be_counted() throws Exception {
        JsonNode expand = load(
                "--call", "yodel.v1.EchoService/Expand",
                "--data", "{\"message\": \"a\", \"count\": 40}",
                "--streams", "3",
                "--count", "500");

        assertThat(expand.at("/messages/received").asLong()).isBetween(500L, 620L);
        assertThat(expand.get("failed").asLong()).isZero();
    }

    private static String[] with(String[] flags, String last) {
        String[] all = Arrays.copyOf(flags, flags.length + 1);
        all[flags.length] = last;
        return all;
    }

    private JsonNode load(String... flags) throws Exception {
        return program().measure(flags);
    }

    private LoadProgram program() {
        return new LoadProgram(SERVICE.target(), folder);
    }
}
