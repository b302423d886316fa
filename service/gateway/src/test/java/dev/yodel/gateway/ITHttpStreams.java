package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams as lines and events, in both directions. */
class ITHttpStreams {

    private static final String LINES = "application/x-ndjson";
    private static final String OPEN = "yodel_server_calls_open";
    private static final String SENT = "grpc_server_responses_sent_messages_total{method=\"Expand\"";

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess();

    @Test
    void a_server_stream_is_a_json_object_in_each_line() throws Exception {
        HttpResponse<String> response = GATEWAY.json("/v1/echo:expand", "{\"message\":\"x\",\"count\":3}");

        assertThat(response.headers().firstValue("content-type")).hasValue(LINES);
        assertThat(response.body())
                .isEqualTo(
                        "{\"message\":\"x\"}\n{\"message\":\"x\",\"seq\":\"1\"}\n{\"message\":\"x\",\"seq\":\"2\"}\n");
        assertThat(GATEWAY.json("/v1/echo:expand", "{\"count\":0}").body()).isEmpty();
    }

    @Test
    void or_events_for_those_who_accept_them() throws Exception {
        HttpResponse<String> response =
                GATEWAY.get("/v1/greetings/Bo/each?languages=de&languages=it", "accept", "text/event-stream");

        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        assertThat(response.body())
                .isEqualTo("data: {\"greeting\":\"Hallo, Bo!\",\"language\":\"de\"}\n\n"
                        + "data: {\"greeting\":\"Ciao, Bo!\",\"language\":\"it\"}\n\n"
                        + "event: end\ndata: {}\n\n");
    }

    @Test
    void a_failure_before_the_first_message_is_a_status_and_later_the_last_line() throws Exception {
        assertThat(GATEWAY.json("/v1/echo:expand", "{\"behavior\":{\"failure\":{\"status\":{\"code\":5}}}}")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> later = GATEWAY.json(
                "/v1/echo:expand",
                "{\"count\":3,\"behavior\":{\"failure\":{\"status\":{\"code\":5,\"message\":\"no\"},\"afterMessages\":2}}}");
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.body().lines().toList())
                .hasSize(3)
                .last()
                .isEqualTo("{\"error\":{\"code\":404,\"message\":\"no\",\"status\":\"NOT_FOUND\"}}");
    }

    @Test
    void a_client_stream_takes_lines_and_gives_one_object() throws Exception {
        String lines = IntStream.range(0, 500)
                .mapToObj(i -> "{\"message\":\"m\",\"seq\":" + i + "}")
                .collect(Collectors.joining("\n"));

        HttpResponse<String> response = GATEWAY.post("/v1/echo:collect", LINES, "\n" + lines + "\r\n\n");

        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body())
                .isEqualTo("{\"count\":\"500\",\"bytes\":\"500\",\"inOrder\":true,\"lastMessage\":\"m\"}\n");
        assertThat(GATEWAY.json("/v1/greetings:group", "{\"name\":\"Ada\"}").body())
                .contains("Hello, Ada!");
    }

    @Test
    void a_bad_line_is_400_with_its_number() throws Exception {
        HttpResponse<String> response =
                GATEWAY.post("/v1/echo:collect", LINES, "{\"message\":\"m\"}\n{\"mesage\":\"m\"}\n");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("line 2: mesage: no such field");
    }

    @Test
    void a_line_without_an_end_is_refused() throws Exception {
        HttpResponse<String> response =
                GATEWAY.post("/v1/echo:collect", LINES, "{\"message\":\"" + "x".repeat(13 << 20));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("line 1 is too long");
    }

    @Test
    void a_form_for_a_stream_is_415() throws Exception {
        HttpResponse<String> response = GATEWAY.post("/v1/echo:collect", "text/plain", "x");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("application/x-ndjson for several messages");
    }

    /** By a client that reads while it writes, over HTTP/1.1. */
    @Test
    void a_chat_answers_while_the_body_is_sent() throws Exception {
        try (RawExchange exchange = new RawExchange(GATEWAY.uri("/v1/echo:chat"))) {
            for (String word : List.of("one", "two", "three")) {
                exchange.send("{\"message\":\"" + word + "\"}\n");
                assertThat(exchange.line()).isEqualTo("{\"message\":\"" + word + "\"}");
            }
            exchange.end();
            assertThat(exchange.line()).isNull();
        }
    }

    @Test
    void a_client_that_goes_away_ends_the_call() throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) GATEWAY.uri("/v1/echo:expand").toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("content-type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write("{\"count\":1000000,\"interval\":\"0.050s\"}".getBytes(StandardCharsets.UTF_8));
        }
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        assertThat(in.readLine()).isEqualTo("{}");
        assertThat(GATEWAY.metric(OPEN)).isOne();
        connection.disconnect();
        GATEWAY.awaitOpenCalls(0);
    }

    /** 1,000,000 messages of 1 KiB for a client that takes none: the server stops at what the windows hold. */
    @Test
    void the_server_waits_for_a_client_that_does_not_read() throws Exception {
        try (RawExchange exchange = new RawExchange(GATEWAY.uri("/v1/echo:expand"), "application/json")) {
            exchange.send("{\"count\":1000000,\"message\":\"" + "x".repeat(1024) + "\"}");
            exchange.end();
            long before = -1;
            for (long now = GATEWAY.metric(SENT); now != before || now == 0; now = GATEWAY.metric(SENT)) {
                before = now;
                Thread.sleep(500);
            }
            assertThat(GATEWAY.metric(SENT)).isBetween(1L, 200_000L);
            assertThat(GATEWAY.service().residentMiB()).isLessThan(700);
        }
        GATEWAY.awaitOpenCalls(0);
    }
}
