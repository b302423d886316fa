package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Status;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.Delay;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoResponse;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.Failure;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;
import dev.yodel.v1.GreetingServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ITMetrics {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

    private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");

    private static Scrape scrape;

    @BeforeAll
    static void callEveryShape() throws InterruptedException {
        scrape = new Scrape(LOCAL.server().metricsUrl());
        new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod())
                .exchange(EchoRequest.getDefaultInstance());
        new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getExpandMethod())
                .exchange(ExpandRequest.newBuilder().setCount(3).build());
        new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getCollectMethod())
                .exchange(CollectRequest.getDefaultInstance(), CollectRequest.getDefaultInstance());
        new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getChatMethod())
                .exchange(ChatRequest.getDefaultInstance());
    }

    /** Dashboards and rules stand on these names and labels; those of the collector depend on the collector. */
    @ParameterizedTest
    @CsvSource({"micrometer, metrics.txt", "grpc-ecosystem, metrics-grpc-ecosystem.txt", "otel, metrics-otel.txt"})
    void names_and_labels_of_all_metrics_are_those_of_the_golden_file(String names, String golden) throws Exception {
        LocalServer server = new LocalServer("--metric-names=" + names);
        server.beforeAll(null);
        try {
            RecordingCall<EchoRequest, EchoResponse> failing =
                    new RecordingCall<>(server.channel(), EchoServiceGrpc.getEchoMethod());
            failing.exchange(failing(14));
            Scrape scraped = new Scrape(server.server().metricsUrl());
            Eventually.assertThatEventually(
                    () -> scraped.sample("yodel_server_calls_open{methodType=\"UNARY\"}"), open -> open == 0);

            List<String> metrics = metrics(scraped.get("/metrics").body());

            assertThat(metrics.stream().filter(metric -> !metric.startsWith("jvm_gc_")))
                    .containsExactlyElementsOf(golden(golden));
            assertThat(metrics).contains("jvm_gc_memory_allocated_bytes_total counter");
        } finally {
            server.afterAll(null);
        }
    }

    @Test
    void series_stay_bounded_when_every_method_fails_with_every_status() throws InterruptedException {
        long before = series();
        for (int code = 1; code <= 16; code++) {
            new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod()).exchange(failing(code));
            new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getChatMethod())
                    .exchange(ChatRequest.newBuilder()
                            .setBehavior(failing(code).getBehavior())
                            .build());
        }
        Eventually.assertThatEventually(
                () -> scrape.sample(
                        "grpc_server_processing_duration_seconds_count{method=\"Chat\","
                                + "methodType=\"BIDI_STREAMING\",service=\"yodel.v1.EchoService\",statusCode=\"UNAUTHENTICATED\"}"),
                count -> count == 1);

        // A count, a sum and the injected failures for each of two methods and 16 statuses.
        assertThat(series() - before).isLessThanOrEqualTo(2 * 16 * 3);
        assertThat(scrape.sample("yodel_server_failures_injected_total{method=\"Chat\""))
                .isEqualTo(16);
    }

    @Test
    void a_failure_has_no_bucket() throws InterruptedException {
        new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod()).exchange(failing(9));

        assertThat(scrape.get("/metrics").body().lines().filter(line -> line.contains("_bucket")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("statusCode=\"OK\""));
    }

    @Test
    void a_deadline_that_is_exceeded_is_not_counted_as_cancelled() throws InterruptedException {
        Metadata none = new Metadata();
        RecordingCall<ChatRequest, ChatResponse> late = new RecordingCall<>(
                LOCAL.channel(),
                EchoServiceGrpc.getChatMethod(),
                none,
                CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS));
        RecordingCall<ChatRequest, ChatResponse> cancelled = new RecordingCall<>(
                LOCAL.channel(),
                EchoServiceGrpc.getChatMethod(),
                none,
                CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS));
        Eventually.assertThatEventually(
                () -> scrape.sample("yodel_server_calls_open{methodType=\"BIDI_STREAMING\"}"), open -> open >= 1);
        double before = chats("CANCELLED");
        Eventually.assertThatEventually(late::isClosed, closed -> closed);
        cancelled.call().cancel("enough", null);

        Eventually.assertThatEventually(() -> chats("DEADLINE_EXCEEDED"), count -> count >= 1);
        Eventually.assertThatEventually(() -> chats("CANCELLED"), count -> count == before + 1);
    }

    @Test
    void unknown_methods_are_one_series() throws InterruptedException {
        for (String name : List.of("a.B/C", "a.B/D", "yodel.v1.EchoService/Nothing")) {
            new RecordingCall<>(
                            LOCAL.channel(),
                            EchoServiceGrpc.getEchoMethod().toBuilder()
                                    .setFullMethodName(name)
                                    .build())
                    .exchange(EchoRequest.getDefaultInstance());
        }

        Eventually.assertThatEventually(
                () -> scrape.sample("grpc_server_processing_duration_seconds_count{method=\"unknown\","
                        + "methodType=\"UNKNOWN\",service=\"unknown\",statusCode=\"UNIMPLEMENTED\"}"),
                count -> count == 3);
        assertThat(scrape.get("/metrics").body()).doesNotContain("a.B", "Nothing");
    }

    @Test
    void counts_bytes_and_connections() {
        assertThat(scrape.sample("yodel_server_sent_bytes_total{method=\"Expand\""))
                .isPositive();
        assertThat(scrape.sample("yodel_server_received_bytes_total{method=\"Expand\""))
                .isPositive();
        assertThat(scrape.sample("yodel_server_connections_open ")).isEqualTo(1);
        assertThat(scrape.sample("yodel_server_connections_opened_total")).isEqualTo(1);
    }

    @Test
    void every_response_has_the_servers_own_time() throws InterruptedException {
        RecordingCall<EchoRequest, EchoResponse> call =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod());
        call.exchange(EchoRequest.newBuilder()
                .setBehavior(Behavior.newBuilder()
                        .setTrailerDelay(Delay.newBuilder()
                                .setFixed(com.google.protobuf.Duration.newBuilder()
                                        .setNanos(50_000_000))))
                .build());
        RecordingCall<EchoRequest, EchoResponse> failed =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getEchoMethod());
        failed.exchange(failing(5));

        assertThat(timing(call)).isGreaterThanOrEqualTo(50);
        assertThat(timing(failed)).isNotNegative();
    }

    @Test
    void counts_messages_both_ways() {
        assertThat(scrape.sample("grpc_server_requests_received_messages_total{method=\"Collect\""))
                .isEqualTo(2);
        assertThat(scrape.sample("grpc_server_responses_sent_messages_total{method=\"Expand\""))
                .isEqualTo(3);
    }

    @Test
    void durations_have_buckets_from_microseconds_to_a_minute() {
        List<Double> bounds = scrape.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("grpc_server_processing_duration_seconds_bucket{method=\"Echo\""))
                .map(line -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1").replace("+Inf", "Infinity"))
                .map(Double::valueOf)
                .toList();

        assertThat(bounds).isSorted().hasSizeBetween(60, 150);
        assertThat(bounds.get(0)).isLessThanOrEqualTo(20e-6);
        assertThat(bounds.get(bounds.size() - 2)).isEqualTo(60);
    }

    @Test
    void gauges_the_calls_that_are_open() throws InterruptedException {
        String sample = "yodel_server_calls_open{methodType=\"BIDI_STREAMING\"}";
        RecordingCall<ChatRequest, ChatResponse> ended =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getChatMethod());
        RecordingCall<ChatRequest, ChatResponse> cancelled =
                new RecordingCall<>(LOCAL.channel(), EchoServiceGrpc.getChatMethod());

        Eventually.assertThatEventually(() -> scrape.sample(sample), open -> open == 2);

        ended.call().halfClose();
        Eventually.assertThatEventually(() -> scrape.sample(sample), open -> open == 1);
        cancelled.call().cancel("no patience", null);
        Eventually.assertThatEventually(() -> scrape.sample(sample), open -> open == 0);
    }

    @Test
    void counts_rejected_calls_by_their_status() throws InterruptedException {
        RecordingCall<GreetRequest, GreetResponse> call =
                new RecordingCall<>(LOCAL.channel(), GreetingServiceGrpc.getGreetMethod());
        call.exchange(GreetRequest.newBuilder().setName("x".repeat(300)).build());

        Eventually.assertThatEventually(
                () -> scrape.sample("grpc_server_processing_duration_seconds_count{method=\"Greet\","
                        + "methodType=\"UNARY\",service=\"yodel.v1.GreetingService\",statusCode=\"INVALID_ARGUMENT\"}"),
                count -> count == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.2|application/openmetrics-text; version=1.0.0; charset=utf-8",
                "text/plain;version=0.0.4 | text/plain; version=0.0.4; charset=utf-8",
                "*/*                      | text/plain; version=0.0.4; charset=utf-8",
            })
    void speaks_the_format_that_the_scraper_accepts(String accept, String contentType) {
        HttpResponse<String> response = scrape.get("/metrics", "Accept", accept);

        assertThat(response.headers().firstValue("Content-Type")).hasValue(contentType);
        assertThat(response.body().endsWith("# EOF\n")).isEqualTo(contentType.contains("openmetrics"));
    }

    @ParameterizedTest
    @CsvSource({"/healthz, 200", "/readyz, 200", "/metrics/, 404", "/, 404"})
    void answers_probes(String path, int status) {
        assertThat(scrape.get(path).statusCode()).isEqualTo(status);
    }

    @Test
    void takes_only_requests_that_read() {
        HttpResponse<String> response =
                scrape.send(HttpRequest.newBuilder(URI.create(LOCAL.server().metricsUrl() + "/metrics"))
                        .POST(BodyPublishers.ofString("x"))
                        .build());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    private static double timing(RecordingCall<?, ?> call) {
        String text = call.trailers().get(Metadata.Key.of("server-timing", Metadata.ASCII_STRING_MARSHALLER));
        assertThat(text).startsWith("app;dur=");
        return Double.parseDouble(text.substring("app;dur=".length()));
    }

    private static EchoRequest failing(int code) {
        return EchoRequest.newBuilder()
                .setBehavior(Behavior.newBuilder()
                        .setFailure(Failure.newBuilder()
                                .setStatus(Status.newBuilder().setCode(code))))
                .build();
    }

    private static double chats(String status) {
        return scrape.sample("grpc_server_processing_duration_seconds_count{method=\"Chat\","
                + "methodType=\"BIDI_STREAMING\",service=\"yodel.v1.EchoService\",statusCode=\"" + status + "\"}");
    }

    private static long series() {
        return scrape.get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    /** A line for each metric: its name, its type and, if it has any, the names of its labels. */
    private static List<String> metrics(String text) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        String family = "";
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                family = words[2];
                types.put(family, words[3]);
            } else if (!line.startsWith("#")) {
                LABEL.matcher(line)
                        .results()
                        .map(match -> match.group(1))
                        .filter(name -> !name.equals("le"))
                        .forEach(labels.computeIfAbsent(family, name -> new TreeSet<>())::add);
            }
        }
        return types.entrySet().stream()
                .map(type -> (type.getKey() + " " + type.getValue() + " "
                                + String.join(",", labels.getOrDefault(type.getKey(), Set.of())))
                        .strip())
                .toList();
    }

    private static List<String> golden(String name) throws IOException {
        try (InputStream in = ITMetrics.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
