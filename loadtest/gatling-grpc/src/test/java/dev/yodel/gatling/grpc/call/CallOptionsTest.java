package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.GrpcUnary;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.gatling.javaapi.core.Session;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the protocol says of all calls, and a call of itself. */
class CallOptionsTest {

    private static final Metadata.Key<StringValue> MESSAGE = ProtoUtils.keyForProto(StringValue.getDefaultInstance());

    private final Heard heard = new Heard();
    private final TestServer server = heard.server();
    private @Nullable GatlingBed bed;

    @AfterEach
    void close() {
        if (bed != null) {
            bed.close();
        }
        server.close();
    }

    @Test
    void default_metadata_goes_with_every_call_and_comes_from_the_session() {
        run(
                protocol()
                        .header("x-fixed", "one")
                        .header("x-el", "#{who}")
                        .header("x-function", session -> session.getString("who") + "!"),
                greet(),
                Map.of("who", "Ada"));

        assertThat(heard.header("x-fixed")).isEqualTo("one");
        assertThat(heard.header("x-el")).isEqualTo("Ada");
        assertThat(heard.header("x-function")).isEqualTo("Ada!");
    }

    @Test
    void a_header_of_a_call_takes_the_place_of_the_protocols_of_that_name_and_may_be_there_twice() {
        run(
                protocol().header("x-who", "everybody").header("x-kept", "kept"),
                greet().header("x-who", "Ada").header("X-Who", "Grace"),
                Map.of());

        assertThat(heard.headers.element().getAll(Metadata.Key.of("x-who", Metadata.ASCII_STRING_MARSHALLER)))
                .containsExactly("Ada", "Grace");
        assertThat(heard.header("x-kept")).isEqualTo("kept");
    }

    @Test
    void binary_metadata_is_bytes_of_the_session_or_the_bytes_of_a_text() {
        byte[] bytes = {0, 1, -1};

        run(
                protocol()
                        .header("a-bin", "#{bytes}")
                        .header("b-bin", "grüezi #{who}")
                        .header("c-bin", session -> "ü")
                        .header(Metadata.Key.of("d-bin", Metadata.BINARY_BYTE_MARSHALLER), bytes)
                        .headerOf(
                                Metadata.Key.of("e-bin", Metadata.BINARY_BYTE_MARSHALLER),
                                session -> session.<byte[]>get("bytes")),
                greet(),
                Map.of("bytes", bytes, "who", "Ada"));

        assertThat(heard.bytes("a-bin")).isEqualTo(bytes);
        assertThat(heard.bytes("b-bin")).isEqualTo("grüezi Ada".getBytes(StandardCharsets.UTF_8));
        assertThat(heard.bytes("c-bin")).isEqualTo("ü".getBytes(StandardCharsets.UTF_8));
        assertThat(heard.bytes("d-bin")).isEqualTo(bytes);
        assertThat(heard.bytes("e-bin")).isEqualTo(bytes);
    }

    @Test
    void typed_metadata_is_what_its_key_makes_of_it() {
        run(protocol().header(MESSAGE, text("typed")), greet(), Map.of());

        assertThat(heard.headers.element().get(MESSAGE)).isEqualTo(text("typed"));
    }

    @Test
    void text_that_HTTP_cannot_carry_fails_the_user_and_is_not_left_out() {
        Session end = run(protocol().header("x-who", "#{who}"), greet(), Map.of("who", "Ädä"));

        assertThat(end.isFailed()).isTrue();
        assertThat(bed.stats.crashes)
                .singleElement()
                .asString()
                .contains("metadata x-who: character U+00C4 at 0 (expected: printable ASCII");
        assertThat(heard.headers).isEmpty();
    }

    @Test
    void each_user_shows_a_token_of_its_own() {
        bed = new GatlingBed(protocol().bearerToken("#{token}"));

        bed.run(exec(greet().send(text("hi"))), Map.of("token", "t-1"));
        bed.run(exec(greet().send(text("hi"))), Map.of("token", "t-2"));

        assertThat(heard.all("authorization")).containsExactly("Bearer t-1", "Bearer t-2");
    }

    @Test
    void credentials_of_gRPCs_own_are_made_for_each_session_and_may_take_their_time() {
        run(
                protocol().credentials(session -> new LateToken(session.getString("token"))),
                greet(),
                Map.of("token", "t-1"));

        assertThat(heard.header("x-late")).isEqualTo("t-1");
    }

    @Test
    void a_streams_open_carries_metadata_and_credentials_too() {
        bed = new GatlingBed(protocol().header("x-all", "all").bearerToken("#{token}"));
        var chat = grpc("chat").bidiStream(TestServer.CHAT).header("x-own", "#{token}!");

        bed.run(exec(chat.open(), chat.halfClose(), chat.awaitEnd()), Map.of("token", "t-1"));

        assertThat(bed.samples.only().error()).isNull();
        assertThat(heard.header("x-all")).isEqualTo("all");
        assertThat(heard.header("x-own")).isEqualTo("t-1!");
        assertThat(heard.header("authorization")).isEqualTo("Bearer t-1");
    }

    @Test
    void the_protocols_deadline_holds_for_calls_that_set_none() {
        bed = new GatlingBed(protocol().deadline(Duration.ofMillis(60)));

        bed.run(exec(greet().send(text("never"))));

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(bed.samples.only().error()).startsWith("DEADLINE_EXCEEDED at the client");
    }

    @Test
    void request_messages_are_compressed_on_demand() {
        bed = new GatlingBed(protocol().compressor("gzip"));

        bed.run(exec(greet().send(text("a".repeat(10_000)))));

        assertThat(heard.header("grpc-encoding")).isEqualTo("gzip");
        assertThat(bed.samples.only().error()).isNull();
        assertThat(bed.samples.only().sentBytes()).isLessThan(200);
    }

    @Test
    void an_answer_above_the_inbound_limit_fails_the_call() {
        run(protocol().maxInboundMessageSize(100), greet("a".repeat(200)));

        assertThat(bed.samples.only().status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.CLIENT);
    }

    @Test
    void a_call_may_have_a_higher_limit_than_the_protocol_says() {
        bed = new GatlingBed(protocol().maxInboundMessageSize(100));

        bed.run(exec(greet().maxInboundMessageSize(10_000).send(text("a".repeat(200)))));

        assertThat(bed.samples.only().error()).isNull();
    }

    @Test
    void a_call_that_waits_for_ready_outlives_a_refused_connection() {
        bed = new GatlingBed(
                grpc.target("127.0.0.1:1").usePlaintext().waitForReady().deadline(Duration.ofMillis(300)));

        bed.run(exec(greet().send(text("hi"))));

        assertThat(bed.samples.only().failureSource()).isEqualTo(FailureSource.DEADLINE);
        assertThat(bed.samples.only().error()).isEqualTo("DEADLINE_EXCEEDED at the client, waiting for a connection");
    }

    @Test
    void values_out_of_bounds_are_refused_where_they_are_written() {
        assertRefused(() -> protocol().maxInboundMessageSize(-1), "maxInboundMessageSize: -1 (expected: > 0)");
        assertRefused(() -> protocol().deadline(Duration.ZERO), "deadline: PT0S (expected: > 0)");
        assertRefused(() -> protocol().awaitTimeout(Duration.ZERO), "await time-out: PT0S (expected: > 0)");
        assertRefused(
                () -> protocol().compressor("snappy"),
                "compressor: snappy (expected: one registered with gRPC, as gzip and identity are)");
    }

    private static void assertRefused(Runnable setting, String message) {
        assertThatIllegalArgumentException().isThrownBy(setting::run).withMessage(message);
    }

    private GrpcProtocolBuilder protocol() {
        return grpc.target(server.target()).usePlaintext();
    }

    private static GrpcUnary<StringValue, StringValue> greet() {
        return grpc("greet").unary(TestServer.UNARY);
    }

    private static io.gatling.javaapi.core.ActionBuilder greet(String text) {
        return greet().send(text(text));
    }

    private Session run(GrpcProtocolBuilder protocol, io.gatling.javaapi.core.ActionBuilder call) {
        bed = new GatlingBed(protocol);
        return bed.run(exec(call));
    }

    @Test
    void headers_that_gRPC_sets_itself_are_refused() {
        assertThatThrownBy(() -> grpc("greet").unary(TestServer.UNARY).header("user-agent", "me"))
                .hasMessage(
                        "header: user-agent (expected: another name, as gRPC sets user-agent itself; there is userAgent(...))");
        assertThatThrownBy(() -> grpc.target("localhost:1").header("te", "trailers"))
                .hasMessage("header: te (expected: another name, as gRPC sets te itself)");
    }

    private Session run(
            GrpcProtocolBuilder protocol, GrpcUnary<StringValue, StringValue> call, Map<String, Object> attributes) {
        bed = new GatlingBed(protocol);
        return bed.run(exec(call.send(text("hi"))), attributes);
    }

    /** Credentials that come from another thread, later. */
    private static final class LateToken extends CallCredentials {

        private final String token;

        LateToken(String token) {
            this.token = token;
        }

        @Override
        public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
            new Thread(() -> {
                        Metadata headers = new Metadata();
                        headers.put(Metadata.Key.of("x-late", Metadata.ASCII_STRING_MARSHALLER), token);
                        applier.apply(headers);
                    })
                    .start();
        }
    }
}
