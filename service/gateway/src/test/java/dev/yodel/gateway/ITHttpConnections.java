package dev.yodel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections of one address beyond the limit are refused with its name, on the HTTP port as on the gRPC port. */
class ITHttpConnections {

    private static final int MAX = 20;
    private static final byte[] GET = "GET /v1/greetings/Ada HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
            .getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final GatewayProcess GATEWAY = new GatewayProcess("--max-connections-per-peer", "" + MAX);

    @Test
    void connections_beyond_the_limit_of_their_address_are_refused_and_others_are_served() throws Exception {
        List<RawRequest> open = new ArrayList<>();
        for (int i = 0; i < MAX; i++) {
            open.add(new RawRequest(GATEWAY.uri(""), "127.0.0.3"));
        }
        assertThat(get("127.0.0.4")).contains("Hello, Ada!");

        for (int i = 0; i < 2; i++) {
            assertThat(get("127.0.0.3"))
                    .startsWith("HTTP/1.1 429")
                    .contains("connections of 127.0.0.3: 20 (expected: at most 20, see --max-connections-per-peer");
        }

        // A flood meets the limit of refusals that are explained.
        List<RawRequest> flood = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            flood.add(new RawRequest(GATEWAY.uri(""), "127.0.0.3"));
        }
        assertThat(get("127.0.0.4")).contains("Hello, Ada!");
        assertThat(GATEWAY.metric("yodel_server_calls_rejected_total{kind=\"connection\"}"))
                .isGreaterThanOrEqualTo(200);
        for (RawRequest one : flood) {
            one.close();
        }
        for (RawRequest one : open) {
            one.write(GET);
            assertThat(one.response()).contains("Hello, Ada!");
            one.close();
        }
        long end = System.nanoTime() + 30_000_000_000L;
        while (!get("127.0.0.3").contains("Hello, Ada!")) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private static String get(String from) throws Exception {
        try (RawRequest request = new RawRequest(GATEWAY.uri(""), from)) {
            request.write(GET);
            return request.response();
        }
    }
}
