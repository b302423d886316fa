package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams over WebSockets. */
class ITWebSocket {

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess("--http-origins", "https://friend.example");

    @Test
    void a_chat_is_a_json_message_a_frame_and_an_empty_one_half_closes() throws Exception {
        Socket socket = open("/v1/echo:chat");

        for (String word : new String[] {"one", "two"}) {
            assertThat(socket.send("{\"message\":\"" + word + "\"}").next())
                    .isEqualTo("{\"message\":\"" + word + "\"}");
        }
        assertThat(socket.send("").closed()).isEqualTo("1000 OK");
    }

    @Test
    void the_other_shapes_of_streams_work_as_well() throws Exception {
        Socket expand =
                open("/v1/echo:expand").send("{\"message\":\"x\",\"count\":2}").send("");
        assertThat(expand.next()).isEqualTo("{\"message\":\"x\"}");
        assertThat(expand.next()).isEqualTo("{\"message\":\"x\",\"seq\":\"1\"}");
        assertThat(expand.closed()).isEqualTo("1000 OK");

        Socket collect = open("/v1/echo:collect")
                .send("{\"message\":\"abc\"}")
                .send("{\"seq\":1}")
                .send("");
        assertThat(collect.next()).contains("\"count\":\"2\"").contains("\"inOrder\":true");
        assertThat(collect.closed()).isEqualTo("1000 OK");
    }

    @Test
    void two_members_of_a_room_talk() throws Exception {
        Socket ada = open("/v1/rooms:join").send("{\"hello\":{\"room\":\"alm\",\"name\":\"Ada\"}}");
        assertThat(ada.next()).contains("welcome");
        assertThat(ada.next()).contains("\"name\":\"Ada\"").contains("joined");
        Socket bo = open("/v1/rooms:join").send("{\"hello\":{\"room\":\"alm\",\"name\":\"Bo\"}}");
        assertThat(bo.next()).contains("welcome");
        assertThat(ada.next()).contains("\"name\":\"Bo\"").contains("joined");

        ada.send("{\"post\":{\"text\":\"Hello, valley!\"}}");

        assertThat(bo.next()).contains("joined");
        assertThat(bo.next()).contains("\"name\":\"Ada\"").contains("Hello, valley!");
        assertThat(ada.next()).contains("Hello, valley!");

        // Closing the page is leaving the room.
        bo.raw().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(ada.next()).contains("\"name\":\"Bo\"").contains("LEAVE_REASON_LEFT");
        ada.send("").closed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mesage\":1}                                                            | 4003 INVALID_ARGUMENT: mesage: no such field",
                "no json                                                                   | 4003 INVALID_ARGUMENT: invalid JSON",
                "{\"behavior\":{\"failure\":{\"status\":{\"code\":5,\"message\":\"no\"}}}} | 4005 NOT_FOUND: no",
            })
    void the_status_is_in_the_close_frame(String message, String closed) throws Exception {
        assertThat(open("/v1/echo:chat").send(message).closed()).startsWith(closed);
    }

    @Test
    void a_long_reason_is_cut_to_what_fits() throws Exception {
        String message =
                "{\"behavior\":{\"failure\":{\"status\":{\"code\":5,\"message\":\"" + "é".repeat(200) + "\"}}}}";

        assertThat(open("/v1/echo:chat").send(message).closed()).isEqualTo("4005 NOT_FOUND: " + "é".repeat(56));
    }

    @Test
    void a_binary_frame_and_one_that_is_too_large_are_refused() throws Exception {
        Socket binary = open("/v1/echo:chat");
        binary.raw().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
        assertThat(binary.closed()).startsWith("4003 INVALID_ARGUMENT: a binary frame");

        Socket parts = open("/v1/echo:chat");
        String half = "x".repeat(600 << 10);
        parts.raw().sendText(half, false).join();
        parts.raw().sendText(half, true).join();
        assertThat(parts.closed()).startsWith("4003 INVALID_ARGUMENT: a message is too large");
    }

    @Test
    void a_message_may_come_in_parts_and_a_ping_gets_a_pong() throws Exception {
        Socket socket = open("/v1/echo:chat");
        socket.raw().sendText("{\"message\":", false).join();
        socket.raw()
                .sendPing(ByteBuffer.wrap("hey".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .join();
        assertThat(socket.next()).isEqualTo("pong hey");
        socket.raw().sendText("\"in parts\"}", true).join();
        assertThat(socket.next()).isEqualTo("{\"message\":\"in parts\"}");
        socket.send("").closed();
    }

    @Test
    void pages_of_other_sites_are_refused() throws Exception {
        assertThatThrownBy(() -> open("/v1/echo:chat", "Origin", "https://other.example"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .hasStackTraceContaining("403");
        open("/v1/echo:chat", "Origin", "https://friend.example").send("").closed();
        open("/v1/echo:chat", "Origin", GATEWAY.service().gatewayUrl()).send("").closed();
    }

    @Test
    void a_client_that_goes_away_ends_the_call() throws Exception {
        Socket socket = open("/v1/echo:chat").send("{\"message\":\"x\"}");
        socket.next();
        GATEWAY.awaitOpenCalls(1);

        socket.raw().abort();

        GATEWAY.awaitOpenCalls(0);
    }

    @Test
    void the_server_waits_for_a_client_that_does_not_read() throws Exception {
        Socket socket = Socket.open(GATEWAY.client(), GATEWAY.uri("/v1/echo:expand"), false);
        socket.send("{\"count\":1000000,\"message\":\"" + "x".repeat(1024) + "\"}");
        String sent = "grpc_server_responses_sent_messages_total{method=\"Expand\"";
        long before = -1;
        for (long now = GATEWAY.metric(sent); now != before || now < 10; now = GATEWAY.metric(sent)) {
            before = now;
            Thread.sleep(500);
        }
        assertThat(GATEWAY.metric(sent)).isLessThan(200_000);
        socket.raw().abort();
        GATEWAY.awaitOpenCalls(0);
    }

    private static Socket open(String path, String... headers) throws InterruptedException {
        return Socket.open(GATEWAY.client(), GATEWAY.uri(path), headers);
    }
}
