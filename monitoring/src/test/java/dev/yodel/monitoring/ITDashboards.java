package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.monitoring.Dashboard.Query;
import dev.yodel.monitoring.PrometheusServer.Series;
import dev.yodel.testing.OutsideProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real Prometheus answers to the queries of dashboards and rules after a real load. */
class ITDashboards {

    private static final String RULES = "prometheus/rules/yodel.yml";
    private static final String DATA_SOURCE = "grafana/provisioning/datasources/prometheus.yml";
    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    private static final String WINDOW = "6s";
    private static final double MOST_SAMPLES = 3_000;

    /** Upper bound of a bucket by the lower one, at most: of the injector's and of Micrometer's histograms. */
    private static final double CLIENT_BUCKET = 1.3;

    private static final double SERVER_BUCKET = 4.0 / 3;

    /** In per cent: a call may be under way when its server goes. */
    private static final double EXACT = 1;

    private static final Duration NOTICED = Duration.ofSeconds(10);

    private static @Nullable MonitoredRun started;
    private static String rateInterval = "";

    @TempDir
    static Path folder;

    @BeforeAll
    @Timeout(60)
    static void runsALoad() throws Exception {
        String program = new OutsideProgram().program("prometheus").toString();
        rateInterval = rateInterval();
        started = MonitoredRun.of(program, folder);
    }

    @AfterAll
    static void stopsEverything() {
        if (started != null) {
            started.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#queries")
    void every_query_of_every_panel_shows_data(Query query) throws Exception {
        List<Series> lines = range(query.expr().replace("$__rate_interval", rateInterval), run().begin(), run().end());

        assertThat(lines).as(query.expr()).isNotEmpty().allSatisfy(line -> {
            assertThat(line.numbers()).as("numbers of " + line.labels()).isNotEmpty();
            assertThat(line.labels()).containsKeys(labelsOf(query.legend()));
        });
        assertThat(lines)
                .flatExtracting(Series::numbers)
                .as(query.expr())
                .allMatch(number -> number >= 0)
                .anyMatch(number -> number > 0);
    }

    @ParameterizedTest
    @MethodSource("recordingRules")
    void every_recording_rule_keeps_numbers(String name) throws Exception {
        List<Series> lines = range(name, run().begin(), run().end());

        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line.numbers()).hasSameSizeAs(line.values()).allMatch(number -> number >= 0));
    }

    @Test
    void prometheus_finds_no_fault_with_any_rule() throws Exception {
        assertThat(run().prometheus().rules()).hasSizeGreaterThan(10).allSatisfy(rule -> {
            assertThat(rule.path("health").asText())
                    .as(rule.path("name").asText())
                    .isEqualTo("ok");
            assertThat(rule.has("lastError")).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"greet, Greet", "expand, Expand", "collect, Collect"})
    void client_and_server_count_the_same_calls(String name, String method) throws Exception {
        assertAgree(
                name + " calls",
                "yodel_client_calls_total{name='%s', status='OK'}".formatted(name),
                "grpc_server_processing_duration_seconds_count{method='%s', statusCode='OK'}".formatted(method),
                EXACT);
    }

    @ParameterizedTest
    @CsvSource({
        "expand, received, Expand, responses_sent, 1",
        "collect, sent, Collect, requests_received, 1",
        // Chats continue until they are closed: not all sides see their last second.
        "chat, sent, Chat, requests_received, 15",
        "chat, received, Chat, responses_sent, 15",
    })
    void client_and_server_count_the_same_messages(
            String name, String direction, String method, String served, double percent) throws Exception {
        assertAgree(
                name + " messages " + direction,
                "yodel_client_messages_total{name='%s', direction='%s'}".formatted(name, direction),
                "grpc_server_%s_messages_total{method='%s'}".formatted(served, method),
                percent);
    }

    @Test
    void client_and_server_see_all_streams() throws Exception {
        String average = "avg_over_time(sum(%s)[%s:1s])";

        assertThat(atCalmEnd(average.formatted("yodel_client_open_calls{kind='BIDI_STREAMING'}", WINDOW)))
                .isCloseTo(MonitoredRun.STREAMS, withinPercentage(10));
        assertThat(atCalmEnd(average.formatted("yodel_server_calls_open{methodType='BIDI_STREAMING'}", WINDOW)))
                .isCloseTo(MonitoredRun.STREAMS, withinPercentage(10));
    }

    /**
     * But for the width of a bucket on either side, between whose bounds Prometheus can but guess. Not asked of the slowest
     * hundredth: client and server are not scraped at the same moment, and one pause at the edge of the window is all of it.
     */
    @ParameterizedTest
    @CsvSource({"0.5", "0.9"})
    void the_server_takes_no_longer_than_the_client_feels(double quantile) throws Exception {
        String query = "histogram_quantile(%s, sum by (le) (rate(%s[%s])))";
        double client =
                atCalmEnd(query.formatted(quantile, "yodel_client_service_time_seconds_bucket{name='greet'}", WINDOW));
        double server = atCalmEnd(
                query.formatted(quantile, "grpc_server_processing_duration_seconds_bucket{method='Greet'}", WINDOW));

        System.out.printf("greet seconds at %s: client %.4g, server %.4g%n", quantile, client, server);
        assertThat(server).isPositive().isLessThan(client * CLIENT_BUCKET * SERVER_BUCKET);
    }

    @Test
    void an_error_shows_on_the_side_that_saw_it() throws Exception {
        assertThat(range(
                        "sum by (statusCode) (grpc_server_processing_duration_seconds_count{statusCode!='OK'}) > 0",
                        run().begin(),
                        run().calmEnd().minusSeconds(1)))
                .extracting(line -> line.labels().get("statusCode"))
                .containsExactly(MonitoredRun.PROVOKED.name());
        assertThat(range(
                        "sum by (failure_source) (yodel_client_calls_total{failure_source!='NONE'}) > 0",
                        run().begin(),
                        run().calmEnd().minusSeconds(1)))
                .isEmpty();
        assertThat(range(
                        "sum by (status) (yodel_client_calls_total{failure_source!~'NONE|CANCELLED'}) > 0",
                        run().calmEnd(),
                        run().end()))
                .extracting(line -> line.labels().get("status"))
                .contains("UNAVAILABLE");
    }

    @Test
    void a_stopped_service_is_noticed() throws Exception {
        assertThat(range("ALERTS{alertname='YodelServiceDown'}", run().begin(), run().calmEnd()))
                .isEmpty();
        await().atMost(NOTICED)
                .untilAsserted(() -> assertThat(stateOf("YodelServiceDown")).isIn("pending", "firing"));
    }

    @Test
    void a_scrape_stays_small() throws Exception {
        for (String job : List.of("yodel-service", "yodel-injector")) {
            String selector = "{job='%s'}[%s]".formatted(job, WINDOW);
            double samples = atCalmEnd("max_over_time(scrape_samples_scraped" + selector + ")");
            double seconds = atCalmEnd("max_over_time(scrape_duration_seconds" + selector + ")");

            System.out.printf("scrape of %s: %.0f samples, at most %.4f s%n", job, samples, seconds);
            assertThat(samples).isBetween(100.0, MOST_SAMPLES);
        }
    }

    private static MonitoredRun run() {
        return Objects.requireNonNull(started);
    }

    static Stream<String> recordingRules() throws IOException {
        Stream.Builder<String> names = Stream.builder();
        for (JsonNode group : Yaml.read(RULES).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (rule.has("record")) {
                    names.add(rule.path("record").asText());
                }
            }
        }
        return names.build();
    }

    private static List<Series> range(String query, Instant from, Instant to) throws Exception {
        return run().prometheus().range(query, from, to);
    }

    private static double atCalmEnd(String query) throws Exception {
        return run().prometheus().value(query, run().calmEnd());
    }

    /** What Grafana puts for $__rate_interval, zoomed in as far as it goes. */
    private static String rateInterval() throws IOException {
        String scrape = Yaml.read(DATA_SOURCE)
                .path("datasources")
                .path(0)
                .path("jsonData")
                .path("timeInterval")
                .asText();
        return 4 * Duration.parse("PT" + scrape).toSeconds() + "s";
    }

    private static String[] labelsOf(String legend) {
        return LABEL.matcher(legend).results().map(result -> result.group(1)).toArray(String[]::new);
    }

    private static String stateOf(String alert) throws Exception {
        return run().prometheus().rules().stream()
                .filter(rule -> rule.path("name").asText().equals(alert))
                .map(rule -> rule.path("state").asText())
                .findFirst()
                .orElseThrow();
    }

    /** That both sides ended with the same count. */
    private static void assertAgree(String what, String clientCounter, String serverCounter, double percent)
            throws Exception {
        String last = "max_over_time(sum(%s)[2m:1s])";
        double client = run().prometheus().value(last.formatted(clientCounter), run().end());
        double server = run().prometheus().value(last.formatted(serverCounter), run().end());

        System.out.printf("%s: client %.0f, server %.0f%n", what, client, server);
        assertThat(client).as(what).isPositive().isCloseTo(server, withinPercentage(percent));
    }
}
