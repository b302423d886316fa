package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.v1.ChatRequest;
import dev.yodel.v1.ChatResponse;
import dev.yodel.v1.CollectRequest;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import dev.yodel.v1.ExpandRequest;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;
import dev.yodel.v1.GreetingServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ITMetrics {

    @RegisterExtension
    static final LocalServer LOCAL = new LocalServer();

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

    /** Dashboards and rules stand on these names; those of the collector depend on the collector. */
    @Test
    void names_of_all_metrics_are_those_of_the_golden_file() throws IOException {
        assertThat(metrics().filter(metric -> !metric.startsWith("jvm_gc_"))).containsExactlyElementsOf(golden());
        assertThat(metrics()).contains("jvm_gc_memory_allocated_bytes_total counter");
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

    private static Stream<String> metrics() {
        return scrape.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.substring("# TYPE ".length()))
                .sorted();
    }

    private static List<String> golden() throws IOException {
        try (InputStream in = ITMetrics.class.getResourceAsStream("metrics.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
