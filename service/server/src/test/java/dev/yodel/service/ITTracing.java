package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.sun.net.httpserver.HttpServer;
import dev.yodel.service.settings.ServiceCommand;
import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.Failure;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans as a receiver of OTLP gets them: HTTP, protobuf, read here by field numbers. */
class ITTracing {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final Metadata.Key<String> TRACEPARENT =
            Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

    private static final List<UnknownFieldSet> SPANS = new CopyOnWriteArrayList<>();
    private static final List<String> SERVICES = new CopyOnWriteArrayList<>();

    private static HttpServer receiver;
    private static YodelServer server;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", exchange -> {
            receive(UnknownFieldSet.parseFrom(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        server = YodelServer.start(ServiceCommand.parse(
                Map.of(),
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0",
                "--otlp-endpoint=http://127.0.0.1:" + receiver.getAddress().getPort()));
        channel = ManagedChannelBuilder.forTarget(server.grpcTarget())
                .usePlaintext()
                .build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        server.close();
        receiver.stop(0);
    }

    @Test
    void a_call_continues_the_trace_of_its_caller() throws InterruptedException {
        echo(EchoRequest.getDefaultInstance(), "00-" + TRACE + "-" + PARENT + "-01");

        UnknownFieldSet span = Eventually.assertThatEventually(() -> find(TRACE), found -> found != null);

        assertThat(hex(span, 4)).isEqualTo(PARENT);
        assertThat(text(span, 5)).isEqualTo("yodel.v1.EchoService/Echo");
        assertThat(span.getField(6).getVarintList()).as("kind: server").containsExactly(2L);
        assertThat(attributes(span))
                .contains(
                        "rpc.system=grpc",
                        "rpc.service=yodel.v1.EchoService",
                        "rpc.method=Echo",
                        "rpc.grpc.status_code=0");
        assertThat(SERVICES).contains("service.name=yodel");
    }

    @Test
    void a_failure_of_the_server_is_an_error_and_a_mistake_of_the_caller_is_none() throws InterruptedException {
        String unavailable = "11111111111111111111111111111111";
        String notFound = "22222222222222222222222222222222";
        echo(failing(14), "00-" + unavailable + "-" + PARENT + "-01");
        echo(failing(5), "00-" + notFound + "-" + PARENT + "-01");

        UnknownFieldSet error = Eventually.assertThatEventually(() -> find(unavailable), found -> found != null);
        UnknownFieldSet mistake = Eventually.assertThatEventually(() -> find(notFound), found -> found != null);

        assertThat(statusCode(error)).isEqualTo(2);
        assertThat(statusCode(mistake)).isZero();
    }

    @Test
    void a_caller_that_does_not_sample_is_followed_and_one_without_a_trace_gets_a_new_one()
            throws InterruptedException {
        String unsampled = "33333333333333333333333333333333";
        echo(EchoRequest.getDefaultInstance(), "00-" + unsampled + "-" + PARENT + "-00");
        echo(EchoRequest.getDefaultInstance(), null);

        Eventually.assertThatEventually(
                () -> SPANS.stream()
                        .anyMatch(span ->
                                span.getField(4).getLengthDelimitedList().isEmpty()
                                        || hex(span, 4).isEmpty()),
                found -> found);
        assertThat(find(unsampled)).isNull();
    }

    @Test
    void a_bucket_of_durations_names_the_trace_of_a_call() throws InterruptedException {
        String trace = "44444444444444444444444444444444";
        echo(EchoRequest.getDefaultInstance(), "00-" + trace + "-" + PARENT + "-01");

        Eventually.assertThatEventually(
                () -> new Scrape(server.metricsUrl())
                        .get("/metrics", "Accept", "application/openmetrics-text")
                        .body(),
                text -> text.lines()
                        .anyMatch(line -> line.startsWith("grpc_server_processing_duration_seconds_bucket")
                                && line.contains("trace_id=\"")));
    }

    @Test
    void without_an_endpoint_no_class_of_opentelemetry_is_loaded(@TempDir Path folder) throws Exception {
        Path classes = folder.resolve("classes");
        try (ServiceProcess service = ServiceProcess.run(
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes),
                "--host=127.0.0.1",
                "--port=0",
                "--metrics-port=0",
                "--drain-wait=0s")) {
            ManagedChannel calls = ManagedChannelBuilder.forTarget(service.grpcTarget())
                    .usePlaintext()
                    .build();
            new RecordingCall<>(calls, EchoServiceGrpc.getEchoMethod()).exchange(EchoRequest.getDefaultInstance());
            calls.shutdownNow();
            service.terminate();
            service.exitCode();
        }

        assertThat(Files.readAllLines(classes))
                .hasSizeGreaterThan(1000)
                .noneMatch(line -> line.contains("io.opentelemetry"));
    }

    private static void echo(EchoRequest request, String traceparent) throws InterruptedException {
        Metadata headers = new Metadata();
        if (traceparent != null) {
            headers.put(TRACEPARENT, traceparent);
        }
        RecordingCall<EchoRequest, EchoResponse> call =
                new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod(), headers, CallOptions.DEFAULT);
        call.exchange(request);
    }

    private static EchoRequest failing(int code) {
        return EchoRequest.newBuilder()
                .setBehavior(Behavior.newBuilder()
                        .setFailure(Failure.newBuilder()
                                .setStatus(com.google.rpc.Status.newBuilder().setCode(code))))
                .build();
    }

    private static void receive(UnknownFieldSet request) throws IOException {
        for (UnknownFieldSet resourceSpans : messages(request, 1)) {
            for (UnknownFieldSet resource : messages(resourceSpans, 1)) {
                SERVICES.addAll(
                        messages(resource, 1).stream().map(ITTracing::attribute).toList());
            }
            for (UnknownFieldSet scopeSpans : messages(resourceSpans, 2)) {
                SPANS.addAll(messages(scopeSpans, 2));
            }
        }
    }

    private static UnknownFieldSet find(String trace) {
        return SPANS.stream()
                .filter(span -> hex(span, 1).equals(trace))
                .findFirst()
                .orElse(null);
    }

    private static List<String> attributes(UnknownFieldSet span) {
        return messages(span, 9).stream().map(ITTracing::attribute).toList();
    }

    /** A key, and a value that is a text (1) or a number (3). */
    private static String attribute(UnknownFieldSet keyValue) {
        UnknownFieldSet value = messages(keyValue, 2).get(0);
        List<Long> numbers = value.getField(3).getVarintList();
        return text(keyValue, 1) + "=" + (numbers.isEmpty() ? text(value, 1) : numbers.get(0));
    }

    private static long statusCode(UnknownFieldSet span) {
        return messages(span, 15).stream()
                .flatMap(status -> status.getField(3).getVarintList().stream())
                .findFirst()
                .orElse(0L);
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet parent, int number) {
        return parent.getField(number).getLengthDelimitedList().stream()
                .map(bytes -> {
                    try {
                        return UnknownFieldSet.parseFrom(bytes);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static String text(UnknownFieldSet message, int number) {
        return bytes(message.getField(number)).toStringUtf8();
    }

    private static String hex(UnknownFieldSet message, int number) {
        return HexFormat.of().formatHex(bytes(message.getField(number)).toByteArray());
    }

    private static ByteString bytes(Field field) {
        List<ByteString> values = field.getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.get(0);
    }
}
