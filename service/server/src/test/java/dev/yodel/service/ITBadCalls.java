package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.ChatRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that violates the protocol ends alone, with a status; the other calls of its connection continue. */
class ITBadCalls {

    private static final String CHAT = "yodel.v1.EchoService/Chat";

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data-bin     | %%%       | request headers: malformed",
                "X-Upper-Case | value     | request headers: malformed",
                "connection   | close     | request headers: malformed",
                "grpc-timeout | yesterday | request headers: malformed",
                "grpc-timeout | 123456789S | request headers: malformed",
            })
    void malformed_headers_end_only_their_call(String name, String value, String reason) throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);
            client.call(3, CHAT, name, value);
            // What the client sends before it knows of the end is ignored.
            client.frame(RawConnection.DATA, 0, 3, RawConnection.framed(0));
            client.frame(RawConnection.WINDOW_UPDATE, 0, 3, RawConnection.integer(1));
            client.frame(RawConnection.DATA, RawConnection.END_STREAM, 3, RawConnection.framed(0));

            assertThat(client.awaitEnd(3)).isEqualTo("status 13");
            assertThat(client.reason(3)).startsWith(reason);
            assertOpen(client, 1);
        }
    }

    @Test
    void headers_that_are_a_little_too_large_end_only_their_call() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);
            client.call(3, CHAT, "x-large", "x".repeat(8500));
            client.message(3);

            assertThat(client.awaitTrailers(3).status()).hasToString("431");
            assertOpen(client, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ff              | 13 | request: ", // not a message
                "0a 02 c3 28     | 13 | request: ", // invalid UTF-8
            })
    void a_message_that_does_not_parse_is_internal_with_a_reason(String hex, String code, String reason)
            throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);
            client.call(3, CHAT);
            client.message(3, bytes(hex));

            assertThat(client.awaitEnd(3)).isEqualTo("status " + code);
            assertThat(client.reason(3)).startsWith(reason);
            assertOpen(client, 1);
        }
    }

    @Test
    void a_gzip_bomb_is_resource_exhausted_and_corrupt_gzip_is_internal() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);
            client.call(3, CHAT, "grpc-encoding", "gzip");
            client.frame(
                    RawConnection.DATA,
                    0,
                    3,
                    compressed(gzip(ChatRequest.newBuilder()
                            .setPayload(ByteString.copyFrom(new byte[8 << 20]))
                            .build()
                            .toByteArray())));
            client.call(5, CHAT, "grpc-encoding", "gzip");
            client.frame(RawConnection.DATA, 0, 5, compressed(new byte[] {1, 2, 3, 4}));

            assertThat(client.awaitEnd(3)).isEqualTo("status 8");
            assertThat(client.awaitEnd(5)).isEqualTo("status 13");
            assertOpen(client, 1);
        }
    }

    @Test
    void a_message_that_nests_too_deep_is_internal() throws Exception {
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        // Groups of an unknown field, one in another.
        for (int depth = 0; depth < 1000; depth++) {
            nested.write(0xa3);
            nested.write(0x06);
        }
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            client.call(1, CHAT);
            client.message(1, nested.toByteArray());

            assertThat(client.awaitEnd(1)).isEqualTo("status 13");
        }
    }

    @Test
    void mistakes_of_clients_cost_one_line_of_log_and_are_counted_by_kind() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            for (int i = 0; i < 100; i++) {
                client.call(2 * i + 1, CHAT);
                client.message(2 * i + 1, (byte) 0xff);
                client.awaitEnd(2 * i + 1);
            }
            client.call(201, "no.such.Service/Method");
            assertThat(client.awaitEnd(201)).isEqualTo("status 12");
        }
        Scrape scrape = new Scrape(service.metricsUrl());
        assertThat(scrape.sample("yodel_server_calls_rejected_total{kind=\"malformed-message\""))
                .isGreaterThanOrEqualTo(100);
        assertThat(scrape.sample("yodel_server_calls_rejected_total{kind=\"unknown-method\""))
                .isEqualTo(1);
        List<String> lines = service.err().stream()
                .filter(line -> line.contains("malformed-message"))
                .toList();
        assertThat(lines).hasSizeBetween(0, 12);
        assertThat(service.err()).noneMatch(line -> line.startsWith("\tat "));
    }

    @Test
    void two_thousand_streams_from_one_address_pass_untouched_by_the_default_limits() throws Exception {
        try (RawConnection client = RawConnection.open(service.grpcTarget())) {
            for (int i = 0; i < 2_000; i++) {
                client.call(2 * i + 1, CHAT);
            }
            for (int i = 0; i < 2_000; i++) {
                client.message(2 * i + 1);
            }
            for (int i = 0; i < 2_000; i++) {
                assertThat(client.awaitEnd(2 * i + 1)).isEqualTo("status 0");
            }
        }
    }

    private static void assertOpen(RawConnection client, int stream) throws Exception {
        client.message(stream);
        assertThat(client.awaitEnd(stream)).isEqualTo("status 0");
        assertThat(client.goAway()).isEmpty();
    }

    private static byte[] compressed(byte[] body) {
        byte[] framed = RawConnection.framed(body.length, body);
        framed[0] = 1;
        return framed;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
