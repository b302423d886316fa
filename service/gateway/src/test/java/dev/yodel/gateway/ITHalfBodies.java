package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send all but the last byte fill neither the memory nor what others may send. */
class ITHalfBodies {

    private static final int BODY = 500_000;
    private static final int MESSAGE = 256 << 10;

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess(
            "--max-message-size=256KiB",
            "--http-request-memory=4MiB",
            "--http-request-memory-per-peer=2MiB",
            "--message-timeout=60s",
            "--first-message-timeout=60s");

    private final List<RawRequest> attackers = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (RawRequest attacker : attackers) {
            attacker.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/echo, application/json, 5",
        "/v1/echo, application/x-www-form-urlencoded, 5",
        "/v1/echo:expand, application/json, 5",
        "/v1/echo:chat, application/x-ndjson, 5",
        "/yodel.v1.EchoService/Echo, application/json, 5",
        "/yodel.v1.EchoService/Echo, application/grpc-web, 9",
        "/yodel.v1.EchoService/Expand, application/grpc-web, 9",
    })
    void bodies_of_one_address_are_bounded_and_others_are_served(String path, String type, int tooMany)
            throws Exception {
        for (int i = 0; i < tooMany; i++) {
            half("127.0.0.1", path, type);
        }

        assertThat(refused().response()).contains("--http-request-memory-per-peer");
        assertThat(whole("127.0.0.2")).startsWith("HTTP/1.1 200");
        assertThat(GATEWAY.get("/v1/greetings/Ada").statusCode()).isEqualTo(200);
        leave();
        awaitRoom("127.0.0.1");
    }

    @Test
    void bodies_of_many_addresses_are_bounded_and_small_requests_are_served() throws Exception {
        for (int i = 0; i < 8; i++) {
            half("127.0.0." + (10 + i / 4), "/v1/echo", "application/json");
        }

        half("127.0.0.20", "/v1/echo", "application/json");

        assertThat(refused().response())
                .startsWith("HTTP/1.1 429")
                .contains("RESOURCE_EXHAUSTED", "see --http-request-memory)");
        assertThat(GATEWAY.json("/v1/echo", "{\"message\": \"hi\"}").statusCode())
                .isEqualTo(200);
        leave();
        awaitRoom("127.0.0.20");
    }

    @Test
    void a_frame_of_a_WebSocket_that_is_incomplete_counts() throws Exception {
        for (int i = 0; i < 5; i++) {
            half("127.0.0.1", "/v1/echo", "application/json");
        }
        refused();
        Socket socket = Socket.open(GATEWAY.client(), GATEWAY.uri("/v1/echo:chat"));
        socket.send("{\"message\": \"small\"}");
        assertThat(socket.next()).contains("small");

        String next = "";
        // Frames pass while some of the others' bytes are still to come.
        for (int i = 0; i < 100 && !next.startsWith("closed"); i++) {
            socket.raw().sendText("{\"message\": \"" + "x".repeat(250_000) + "\"}", true);
            next = socket.next();
        }
        assertThat(next.substring(0, Math.min(200, next.length())))
                .startsWith("closed 4008")
                .contains("--http-request-memory-per-peer");
        leave();
        awaitRoom("127.0.0.1");
    }

    @Test
    void a_stream_that_passes_much_on_holds_little() throws Exception {
        try (RawExchange chat = new RawExchange(GATEWAY.uri("/v1/echo:chat"))) {
            String line = "{\"message\": \"" + "x".repeat(50_000) + "\"}\n";
            for (int i = 0; i < 100; i++) {
                chat.send(line);
                assertThat(chat.line()).contains("xxx");
            }
            chat.end();
        }
    }

    private RawRequest half(String from, String path, String type) throws Exception {
        byte[] body = body(type);
        RawRequest request =
                RawRequest.post(GATEWAY.uri(path), from, type, body.length, Arrays.copyOf(body, body.length - 1));
        attackers.add(request);
        return request;
    }

    /** One message. */
    private static byte[] body(String type) {
        if (type.contains("grpc-web")) {
            return ByteBuffer.allocate(5 + MESSAGE).putInt(1, MESSAGE).array();
        }
        byte[] body = new byte[BODY];
        Arrays.fill(body, (byte) ' ');
        return body;
    }

    /** The first that has an answer, although it has not sent its last byte. */
    private RawRequest refused() throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < end) {
            for (RawRequest attacker : attackers) {
                if (attacker.isAnswered()) {
                    return attacker;
                }
            }
            Thread.sleep(20);
        }
        throw new AssertionError("all are taken");
    }

    private String whole(String from) throws Exception {
        byte[] body = ("{\"message\": \"" + "x".repeat(200_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        try (RawRequest request =
                RawRequest.post(GATEWAY.uri("/v1/echo"), from, "application/json", body.length, body)) {
            return request.response();
        }
    }

    /** Clients that have left hold nothing; the server notices them within a moment. */
    private void awaitRoom(String from) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!whole(from).startsWith("HTTP/1.1 200")) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
