package dev.yodel.loadtest.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.run.CallCounters;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsEndpointTest {

    /** What Prometheus 2.42 sends with its feature native-histograms. */
    private static final String NATIVE_PROMETHEUS = "application/vnd.google.protobuf;"
            + "proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

    private final CallCounters calls = new CallCounters();
    private final LiveMetrics metrics = new LiveMetrics(SampleStats.INFO, SampleStats.PLAN, calls);
    private MetricsEndpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        endpoint = MetricsEndpoint.open(LivePort.ANY, metrics);
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void counts_calls_by_status_and_failure_source() throws Exception {
        calls.callStarted("greet", MethodType.UNARY, 0);
        calls.callStarted("greet", MethodType.UNARY, 0);
        calls.callEnded(greet(Status.Code.OK, FailureSource.NONE));
        calls.callEnded(greet(Status.Code.OK, FailureSource.CHECK));
        calls.callNotStarted("greet", MethodType.UNARY, "no message");

        assertThat(get("/metrics").body().lines())
                .contains(
                        "yodel_client_calls_total{failure_source=\"NONE\",kind=\"UNARY\",name=\"greet\",status=\"OK\"} 1.0",
                        "yodel_client_calls_total{failure_source=\"CHECK\",kind=\"UNARY\",name=\"greet\",status=\"OK\"} 1.0",
                        "yodel_client_calls_total{failure_source=\"CLIENT\",kind=\"UNARY\",name=\"greet\",status=\"NONE\"} 1.0",
                        "yodel_client_open_calls{kind=\"UNARY\",name=\"greet\"} 0.0");
    }

    @Test
    void has_open_calls() throws Exception {
        calls.callStarted("chat", MethodType.BIDI_STREAMING, 0);
        calls.callStarted("greet", MethodType.UNARY, 0);

        assertThat(get("/metrics").body())
                .contains("yodel_client_open_calls{kind=\"BIDI_STREAMING\",name=\"chat\"} 1.0\n");
        assertThat(calls.openStreams()).as("a unary call is no stream").isEqualTo(1);
    }

    @Test
    void has_latencies_and_messages_of_all_intervals() throws Exception {
        metrics.read(new SampleStats().chat().greetings().interval(Duration.ofSeconds(1), Phase.WARM_UP, 0));
        metrics.read(new SampleStats().greetings().interval(Duration.ofSeconds(2), Phase.WINDOW, 0));

        assertThat(get("/metrics").body().lines())
                .contains(
                        "yodel_client_response_time_seconds_count{kind=\"UNARY\",name=\"greet\"} 202",
                        "yodel_client_response_time_seconds_bucket{kind=\"UNARY\",name=\"greet\",le=\"0.0125\"} 24",
                        "yodel_client_service_time_seconds_count{kind=\"BIDI_STREAMING\",name=\"chat\"} 1",
                        "yodel_client_message_round_trip_seconds_count{kind=\"BIDI_STREAMING\",name=\"chat\"} 3",
                        "yodel_client_first_message_seconds_count{kind=\"BIDI_STREAMING\",name=\"chat\"} 1",
                        "yodel_client_messages_total{direction=\"sent\",kind=\"BIDI_STREAMING\",name=\"chat\"} 3.0",
                        "yodel_client_messages_total{direction=\"received\",kind=\"BIDI_STREAMING\",name=\"chat\"} 3.0");
    }

    @Test
    void has_streams_that_the_server_ended_early() throws Exception {
        metrics.read(
                new SampleStats().chat().collection().greetings().interval(Duration.ofSeconds(1), Phase.WARM_UP, 0));

        assertThat(get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("yodel_client_streams_ended_early_total")))
                .containsExactlyInAnyOrder(
                        "yodel_client_streams_ended_early_total{kind=\"BIDI_STREAMING\",name=\"chat\"} 0.0",
                        "yodel_client_streams_ended_early_total{kind=\"CLIENT_STREAMING\",name=\"collect\"} 1.0");
    }

    @Test
    void has_the_plan_the_version_and_the_jvm() throws Exception {
        assertThat(get("/metrics").body())
                .contains("yodel_client_planned_users{kind=\"BIDI_STREAMING\",name=\"chat\"} 1000.0\n")
                .contains("yodel_client_build_info{version=\"1.2.3\"} 1.0\n")
                .contains("jvm_memory_used_bytes{")
                .contains("process_cpu_usage ")
                .contains("jvm_gc_");
    }

    @Test
    void has_the_run_with_its_labels_and_its_phase() throws Exception {
        String series =
                "yodel_run_info{label_branch=\"main\",label_commit=\"4fe1c90\",name=\"nightly\",phase=\"%s\",run_id=\"run-1\",target=\"127.0.0.1:50051\"} 1.0";
        assertThat(runInfo()).containsExactly(series.formatted("warm_up"));

        metrics.follow(() -> Phase.WINDOW);
        assertThat(runInfo()).containsExactly(series.formatted("measuring"));

        metrics.follow(() -> Phase.DRAIN);
        assertThat(runInfo()).containsExactly(series.formatted("ended"));
    }

    private List<String> runInfo() throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("yodel_run_info{"))
                .toList();
    }

    @Test
    void a_run_without_a_name_has_its_id_as_name_and_labels_in_the_characters_of_prometheus() {
        RunInfo plain = RunInfo.of("run-2", null, Map.of("git.sha", "1", "git-sha", "2"));

        Labels labels = new RunInfoMetric(plain, "t")
                .at(Phase.COOL_DOWN)
                .getDataPoints()
                .get(0)
                .getLabels();

        assertThat((Object) labels)
                .isEqualTo(Labels.of(
                        "run_id", "run-2", "name", "run-2", "target", "t", "phase", "cool_down", "label_git_sha", "2"));
    }

    @Test
    void serves_the_format_that_prometheus_accepts() throws Exception {
        HttpRequest openMetrics = HttpRequest.newBuilder(uri("/metrics"))
                .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5")
                .build();

        HttpResponse<String> answer = send(openMetrics);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
        assertThat(get("/metrics").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain");
    }

    @Test
    void has_native_histograms_for_a_prometheus_that_asks_for_protobuf() throws Exception {
        metrics.read(new SampleStats().chat().greetings().interval(Duration.ofSeconds(1), Phase.WARM_UP, 0));

        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri("/metrics"))
                                .header("Accept", NATIVE_PROMETHEUS)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .isEqualTo(
                        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited");
        ProtobufScrape scrape = ProtobufScrape.read(answer.body());
        assertThat(scrape.family("yodel_client_response_time_native_seconds").histograms())
                .hasSize(2)
                .allSatisfy(histogram -> {
                    assertThat(ProtobufScrape.isNative(histogram)).isTrue();
                    assertThat(ProtobufScrape.classicBuckets(histogram)).isZero();
                })
                .extracting(ProtobufScrape::count)
                .containsExactlyInAnyOrder(1L, 101L);
        assertThat(scrape.family("yodel_client_response_time_seconds").histograms())
                .as("a metric with both forms would lose its classic buckets")
                .allSatisfy(histogram -> {
                    assertThat(ProtobufScrape.isNative(histogram)).isFalse();
                    assertThat(ProtobufScrape.classicBuckets(histogram)).isEqualTo(76);
                });
        assertThat(scrape.family("jvm_memory_used_bytes").series()).isNotEmpty();
        assertThat(get("/metrics").body()).doesNotContain("_native_");
    }

    @Test
    void accepts_nothing_but_get() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(send(post).statusCode()).isEqualTo(405);
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    @Test
    void waits_for_a_scrape_after_the_end() throws Exception {
        assertThat(endpoint.isVisited()).isFalse();
        CompletableFuture<Void> scraped = CompletableFuture.runAsync(() -> endpoint.awaitVisits(Duration.ofDays(1)));
        while (!scraped.isDone()) {
            assertThat(get("/metrics").statusCode()).isEqualTo(200);
        }

        scraped.get();
        assertThat(endpoint.isVisited()).isTrue();
    }

    @Test
    void serves_a_page_and_its_figures_to_this_machine_alone() throws Exception {
        endpoint.serve(path -> "<p>" + path, () -> "{}");

        HttpResponse<String> page = get("/");
        assertThat(page.body()).isEqualTo("<p>live.json");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'");
        assertThat(get("/live.json").body()).isEqualTo("{}");
        assertThat(endpoint.isVisited()).isTrue();
        assertThat(get("/metrics").body()).contains("yodel_run_info");
        assertThat(get("/other").statusCode()).isEqualTo(404);
        try (Socket foreign = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            foreign.getOutputStream().write("GET / HTTP/1.0\r\nHost: example.org\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(foreign.getInputStream().readAllBytes(), US_ASCII))
                    .contains(" 403 ");
        }
    }

    /** Another run may take it between the choice and the start. */
    @Test
    void a_default_port_that_is_in_use_gives_way_to_a_free_one() throws Exception {
        try (MetricsEndpoint other = MetricsEndpoint.open(new LivePort(endpoint.port(), true), metrics)) {
            assertThat(other.port()).isPositive().isNotEqualTo(endpoint.port());
        }
    }

    @Test
    void reports_a_port_that_is_in_use() {
        assertThatThrownBy(() -> MetricsEndpoint.open(LivePort.exactly(endpoint.port()), metrics))
                .isInstanceOf(IOException.class)
                .hasMessage("metrics port %d: Address already in use", endpoint.port());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + endpoint.port() + path);
    }

    private static CallSample greet(Status.Code status, FailureSource failureSource) {
        return new CallSample("greet", MethodType.UNARY, 0, 0, 1, status, failureSource, null, -1, -1, -1, false);
    }
}
