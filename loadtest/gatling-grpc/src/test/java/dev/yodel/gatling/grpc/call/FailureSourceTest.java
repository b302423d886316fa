package dev.yodel.gatling.grpc.call;

import static dev.yodel.gatling.grpc.GrpcDsl.*;
import static dev.yodel.gatling.grpc.call.TestServer.text;
import static io.gatling.javaapi.core.CoreDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import dev.yodel.gatling.grpc.GrpcProtocolBuilder;
import dev.yodel.gatling.grpc.outcome.CallProgress;
import dev.yodel.gatling.grpc.outcome.Outcome;
import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import io.grpc.CallCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where failures came from, and in which words they are told: the real ones, one by one. */
class FailureSourceTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void a_refused_connection() {
        assertFailure(call("127.0.0.1:1"), FailureSource.CONNECTION, "UNAVAILABLE: Connection refused");
    }

    @Test
    void a_name_that_does_not_resolve() {
        CallSample sample = call("dns:///nobody.invalid:1");

        assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
        assertThat(sample.error()).startsWith("UNAVAILABLE: ").contains("nobody.invalid");
    }

    @Test
    void a_server_that_speaks_HTTP_1() {
        try (RawServer server = RawServer.accepting(socket -> {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        })) {
            assertFailure(
                    call(server.target()),
                    FailureSource.CONNECTION,
                    "INTERNAL: the server does not speak HTTP/2: it answered with HTTP/1");
        }
    }

    @Test
    void a_TLS_server_that_says_so() {
        try (RawServer server = RawServer.accepting(socket -> {
            socket.getOutputStream().write(new byte[] {0x15, 3, 1, 0, 2, 2, 70, 0, 0, 0, 0});
            socket.getOutputStream().flush();
        })) {
            assertFailure(
                    call(server.target()),
                    FailureSource.CONNECTION,
                    "INTERNAL: the server does not speak HTTP/2: it answered with TLS");
        }
    }

    @Test
    void a_server_that_accepts_and_is_silent() {
        try (RawServer server = RawServer.accepting(socket -> {})) {
            assertFailure(
                    call(server.target(), protocol -> protocol.deadline(Duration.ofMillis(300))),
                    FailureSource.DEADLINE,
                    "DEADLINE_EXCEEDED at the client, waiting for a connection");
        }
    }

    @Test
    void a_server_that_speaks_HTTP_2_and_is_silent() {
        try (RawServer server = RawServer.answering((stream, out) -> {});
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed.start(exec(grpc("connects").unary(TestServer.UNARY).send(text("hi"))), Map.of());
            GatlingBed.eventually(() -> server.streams.get() == 1);

            bed.run(exec(grpc("greet")
                    .unary(TestServer.UNARY)
                    .deadline(Duration.ofMillis(300))
                    .send(text("hi"))));

            assertFailure(bed.samples.only(), FailureSource.DEADLINE, "DEADLINE_EXCEEDED at the client");
        }
    }

    @Test
    void a_deadline_that_passes_in_the_queue_for_a_stream() {
        try (TestServer server = TestServer.built(builder -> builder.maxConcurrentCallsPerConnection(1));
                GatlingBed bed = new GatlingBed(grpc.target(server.target()).usePlaintext())) {
            bed.start(exec(grpc("first").unary(TestServer.UNARY).send(text("never"))), Map.of());
            GatlingBed.eventually(() -> server.opened.get() > 0);

            bed.run(exec(grpc("second")
                    .unary(TestServer.UNARY)
                    .deadline(Duration.ofMillis(300))
                    .send(text("hi"))));

            assertFailure(
                    bed.samples.only(),
                    FailureSource.DEADLINE,
                    "DEADLINE_EXCEEDED at the client, waiting for a stream on its connection");
        }
    }

    @Test
    void a_reset_stream() {
        try (RawServer server = RawServer.answering((stream, out) -> out.reset(stream, RawServer.CANCEL))) {
            assertFailure(
                    call(server.target()),
                    FailureSource.RESET,
                    "CANCELLED: RST_STREAM closed stream. HTTP/2 error code: CANCEL");
        }
    }

    @Test
    void a_stream_that_the_server_resets_for_being_too_much() {
        try (RawServer server = RawServer.answering((stream, out) -> out.reset(stream, RawServer.ENHANCE_YOUR_CALM))) {
            CallSample sample = call(server.target());

            assertThat(sample.status()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(sample.failureSource()).isEqualTo(FailureSource.RESET);
        }
    }

    @Test
    void a_stream_refused_at_the_servers_limit_and_refused_again() {
        try (RawServer server = RawServer.answering((stream, out) -> out.reset(stream, RawServer.REFUSED_STREAM))) {
            assertFailure(
                    call(server.target()),
                    FailureSource.RESET,
                    "UNAVAILABLE: RST_STREAM closed stream. HTTP/2 error code: REFUSED_STREAM");
            assertThat(server.streams).hasValue(2);
        }
    }

    @Test
    void a_refused_stream_is_tried_once_where_retries_are_disabled() {
        try (RawServer server = RawServer.answering((stream, out) -> out.reset(stream, RawServer.REFUSED_STREAM))) {
            CallSample sample = call(server.target(), GrpcProtocolBuilder::disableRetries);

            assertThat(sample.failureSource()).isEqualTo(FailureSource.RESET);
            assertThat(server.streams).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RESOURCE_EXHAUSTED, true, SHED",
        "UNAVAILABLE, true, SHED",
        "RESOURCE_EXHAUSTED, false, STATUS",
        "INTERNAL, true, STATUS"
    })
    void a_server_that_has_enough_to_do_names_when_to_retry(Code code, boolean retry, FailureSource source) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage("no room");
        if (retry) {
            status.addDetails(Any.pack(RetryInfo.getDefaultInstance()));
        }
        try (TestServer server = new TestServer((call, headers) -> {
            StatusRuntimeException end = StatusProto.toStatusRuntimeException(status.build());
            call.close(end.getStatus(), end.getTrailers());
            return new ServerCall.Listener<>() {};
        })) {
            assertFailure(call(server.target()), source, code + ": no room");
        }
    }

    @Test
    void a_GOAWAY_that_counts_the_call_out() {
        try (RawServer server = RawServer.answering((stream, out) -> out.goAway(0, RawServer.ENHANCE_YOUR_CALM))) {
            CallSample sample = call(server.target());

            assertThat(sample.failureSource()).isEqualTo(FailureSource.RESET);
            assertThat(sample.error()).contains("GOAWAY").contains("ENHANCE_YOUR_CALM");
        }
    }

    @Test
    void a_connection_closed_after_GOAWAY_with_the_call_still_open() {
        CallSample sample = callHeldBy(
                builder -> builder.maxConnectionAge(300, TimeUnit.MILLISECONDS)
                        .maxConnectionAgeGrace(100, TimeUnit.MILLISECONDS),
                server -> {});

        assertThat(sample.failureSource()).isEqualTo(FailureSource.RESET);
    }

    @Test
    void a_server_that_shuts_down_at_once() {
        CallSample sample =
                callHeldBy(builder -> builder, server -> server.server().shutdownNow());

        assertThat(sample.status()).isNotEqualTo(Status.Code.OK);
        assertThat(sample.failureSource()).isEqualTo(FailureSource.RESET);
    }

    @Test
    void a_connection_that_the_server_closes() {
        try (RawServer server =
                RawServer.answering((stream, out) -> out.socket().close())) {
            CallSample sample = call(server.target());

            assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
            assertThat(sample.status()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void a_server_process_that_is_gone() {
        try (RawServer server = RawServer.answering((stream, out) -> out.hangUp())) {
            CallSample sample = call(server.target());

            assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
            assertThat(sample.error()).isEqualTo("UNAVAILABLE: Connection reset by peer");
        }
    }

    @Test
    void a_server_that_hangs_up_before_HTTP_2_began() {
        try (RawServer server = RawServer.accepting(socket -> new RawServer.Frames(socket).hangUp())) {
            CallSample sample = call(server.target());

            assertThat(sample.failureSource()).isEqualTo(FailureSource.CONNECTION);
            assertThat(sample.error())
                    .isEqualTo(
                            "UNAVAILABLE: closed before HTTP/2 began: the server expects TLS, or is not a gRPC server");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Network closed for unknown reason",
                "Connection closing while performing protocol negotiation for [NettyClientHandler#0]",
                "Connection closed while performing protocol negotiation for [NettyClientHandler#0]"
            })
    void a_server_that_hangs_up_before_HTTP_2_began_whoever_sees_it_first(String words) {
        Status status = Status.UNAVAILABLE.withDescription(words);

        assertThat(Outcome.of(status, CallProgress.UNCONNECTED).error())
                .isEqualTo("UNAVAILABLE: closed before HTTP/2 began: the server expects TLS, or is not a gRPC server");
        assertThat(Outcome.of(status, CallProgress.UNCERTIFIED).error())
                .isEqualTo("UNAVAILABLE: TLS: the server requires a client certificate");
    }

    @Test
    void a_proxy_that_knows_nothing_of_gRPC() {
        try (RawServer server = RawServer.answering((stream, out) -> out.status503(stream))) {
            CallSample sample = call(server.target());

            assertThat(sample.failureSource()).isEqualTo(FailureSource.RESET);
            assertThat(sample.error()).startsWith("UNAVAILABLE: HTTP status code 503");
        }
    }

    @Test
    void credentials_that_fail_with_whatever_status() {
        try (TestServer server = new TestServer()) {
            assertFailure(
                    call(
                            server.target(),
                            protocol -> protocol.credentials(session -> new Failing(
                                    applier -> applier.fail(Status.UNAVAILABLE.withDescription("no token"))))),
                    FailureSource.CLIENT,
                    "UNAVAILABLE: no token");
            assertFailure(
                    call(
                            server.target(),
                            protocol -> protocol.credentials(session -> new Failing(applier -> {
                                throw new IllegalStateException("no key");
                            }))),
                    FailureSource.CLIENT,
                    "UNAUTHENTICATED: Credentials should use fail() instead of throwing exceptions (no key)");
        }
    }

    @Test
    void an_answer_above_the_clients_limit() {
        try (TestServer server = new TestServer()) {
            assertFailure(
                    call(server.target(), protocol -> protocol.maxInboundMessageSize(1)),
                    FailureSource.CLIENT,
                    "RESOURCE_EXHAUSTED: gRPC message exceeds maximum size 1: 4");
        }
    }

    @Test
    void headers_above_the_clients_limit() {
        try (RawServer server = RawServer.answering((stream, out) -> out.headersOfEncoding(stream, "identity"))) {
            for (int limit : new int[] {10, 100}) { // far above ends the connection, a little above the call
                CallSample sample = call(server.target(), protocol -> protocol.maxInboundMetadataSize(limit));

                assertThat(sample.failureSource()).isEqualTo(FailureSource.CLIENT);
                assertThat(sample.error()).contains("Header size exceeded max allowed size");
            }
        }
    }

    @Test
    void an_answer_that_cannot_be_read_though_the_server_ended_well() {
        try (TestServer server = new TestServer()) {
            assertFailure(
                    call(
                            server.target(),
                            TestServer.UNARY.toBuilder()
                                    .setResponseMarshaller(new Unreadable())
                                    .build()),
                    FailureSource.CLIENT,
                    "CANCELLED: Failed to read message. (cannot be read)");
        }
    }

    @Test
    void a_request_that_cannot_be_written() {
        try (TestServer server = new TestServer()) {
            assertFailure(
                    call(
                            server.target(),
                            TestServer.UNARY.toBuilder()
                                    .setRequestMarshaller(new Unreadable())
                                    .build()),
                    FailureSource.CLIENT,
                    "CANCELLED: Failed to stream message (cannot be written)");
        }
    }

    @Test
    void an_answer_compressed_in_a_way_that_the_client_does_not_know() {
        try (RawServer server = RawServer.answering((stream, out) -> out.headersOfEncoding(stream, "odd"))) {
            assertFailure(call(server.target()), FailureSource.CLIENT, "INTERNAL: Can't find decompressor for odd");
        }
    }

    private static void assertFailure(CallSample sample, FailureSource failureSource, String error) {
        assertThat(sample.failureSource()).isEqualTo(failureSource);
        assertThat(sample.error()).isEqualTo(error);
    }

    private static CallSample call(String target) {
        return call(target, protocol -> protocol);
    }

    private static CallSample call(String target, UnaryOperator<GrpcProtocolBuilder> how) {
        return call(how.apply(grpc.target(target).usePlaintext().deadline(LONG)), TestServer.UNARY);
    }

    private static CallSample call(String target, MethodDescriptor<StringValue, StringValue> method) {
        return call(grpc.target(target).usePlaintext().deadline(LONG), method);
    }

    private static CallSample call(GrpcProtocolBuilder protocol, MethodDescriptor<StringValue, StringValue> method) {
        try (GatlingBed bed = new GatlingBed(protocol)) {
            bed.run(exec(grpc("greet").unary(method).send(text("hi"))));
            return bed.samples.only();
        }
    }

    /** A call that its server never answers, and what became of it. */
    private static CallSample callHeldBy(UnaryOperator<NettyServerBuilder> how, Consumer<TestServer> then) {
        try (TestServer server = TestServer.built(how);
                GatlingBed bed = new GatlingBed(
                        grpc.target(server.target()).usePlaintext().deadline(LONG))) {
            GatlingBed.User user =
                    bed.start(exec(grpc("greet").unary(TestServer.UNARY).send(text("never"))), Map.of());
            GatlingBed.eventually(() -> server.opened.get() > 0);
            then.accept(server);
            user.ended.orTimeout(30, TimeUnit.SECONDS).join();
            return bed.samples.only();
        }
    }

    /** Credentials that do not come about. */
    private static final class Failing extends CallCredentials {

        private final Consumer<MetadataApplier> how;

        Failing(Consumer<MetadataApplier> how) {
            this.how = how;
        }

        @Override
        public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
            how.accept(applier);
        }
    }

    /** Messages that can be neither written nor read. */
    private static final class Unreadable implements MethodDescriptor.Marshaller<StringValue> {

        @Override
        public InputStream stream(StringValue message) {
            throw new IllegalArgumentException("cannot be written");
        }

        @Override
        public StringValue parse(InputStream stream) {
            throw new IllegalArgumentException("cannot be read");
        }
    }
}
