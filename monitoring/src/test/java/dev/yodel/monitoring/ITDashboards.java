package dev.yodel.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.monitoring.Dashboard.Query;
import dev.yodel.monitoring.MonitoredRun.Run;
import dev.yodel.monitoring.PrometheusServer.Series;
import dev.yodel.monitoring.generate.Dashboards;
import dev.yodel.testing.OutsideProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Prometheus answers to the queries of dashboards and rules, during real runs and after them. */
class ITDashboards {

    private static final String DATA_SOURCE = "grafana/provisioning/datasources/prometheus.yml";
    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final double MOST_SAMPLES = 3_000;
    /** The room of the demo. */
    private static final int ROOM_MEMBERS = 20;

    /** Upper bound of a bucket by the lower one, at most: of the injector's and of Micrometer's histograms. */
    private static final double CLIENT_BUCKET = 1.3;

    /** As above, of native histograms: 16 buckets for each doubling, and the three digits of the recorder. */
    private static final double NATIVE_BUCKET = 1.0443 * 1.001;

    private static final double SERVER_BUCKET = 4.0 / 3;

    /** Alerts that a busy machine causes, whatever is measured. */
    private static final Set<String> OF_THE_MACHINE =
            Set.of("YodelRunSuspect", "YodelPlanMissed", "YodelInjectorBusy", "YodelCallsLate");

    private static @Nullable MonitoredRun started;
    private static String rateInterval = "";

    @TempDir
    static Path folder;

    @BeforeAll
    @Timeout(600)
    static void runsTwoLoads(TestInfo test) throws Exception {
        String program = test.getTestClass().equals(Optional.of(ITPrometheus3.class))
                ? ITPrometheus3.program()
                : new OutsideProgram().program("prometheus").toString();
        rateInterval = rateInterval();
        started = MonitoredRun.of(program, folder);
    }

    @AfterAll
    static void stopsEverything() {
        if (started != null) {
            started.close();
        }
    }

    /** During the demo or, if the panel says why it may be empty then, during the run that is not one. */
    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#queries")
    void every_query_of_every_panel_has_finite_data_during_the_run(Query query) throws Exception {
        List<Series> lines = range(filled(query.expr(), demo()), settled(demo()), demo().to());
        if (lines.isEmpty()) {
            assertThat(query.description()).as(query.panel()).contains("Empty ");
            lines = range(
                    filled(query.expr(), failing()),
                    settled(failing()),
                    failing().to());
        }

        assertThat(lines).as(query.expr()).isNotEmpty().allSatisfy(line -> {
            assertThat(line.values())
                    .as("values of " + line.labels())
                    .isNotEmpty()
                    .allMatch(Double::isFinite);
            assertThat(line.labels().keySet()).containsAll(labelsOf(query.legend()));
        });
        assertThat(lines).flatExtracting(Series::values).as(query.expr()).allMatch(number -> number >= 0);
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#queries")
    void no_query_of_any_panel_has_data_after_the_end(Query query) throws Exception {
        assertThat(run().prometheus().series(filled(query.expr(), demo()).replace("[5m:1s]", "[2s:1s]"), run().after()))
                .as(query.expr())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.yodel.monitoring.Dashboard#annotations")
    void every_annotation_shows_in_a_run_with_stages_and_warm_up(String expr) throws Exception {
        assertThat(range(
                        expr.replace("$run", ".*"),
                        demo().from().minusSeconds(10),
                        failing().to()))
                .as(expr)
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordingRules")
    void every_recording_rule_keeps_numbers(String name) throws Exception {
        assertThat(range(name, settled(demo()).plusSeconds(5), demo().to()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.values())
                        .isNotEmpty()
                        .allMatch(number -> Double.isFinite(number) && number >= 0));
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

    /** Failures that callers ask for count as none, and a busy machine is the machine's fault. */
    @Test
    void a_healthy_demo_fires_no_alert() throws Exception {
        Set<String> fired = fired(demo());
        System.out.printf("demo: %s, alerts %s%n", demo().result().path("verdict"), fired);

        if (demo().valid()) {
            fired.remove("YodelInjectorBusy"); // the service and this build run on the same machine
            assertThat(fired).isEmpty();
        } else {
            assertThat(OF_THE_MACHINE).containsAll(fired);
        }
    }

    @Test
    void a_run_that_misses_its_expectation_fires_while_it_is_measured_and_not_after() throws Exception {
        assertThat(fired(failing())).contains("YodelExpectationMissed", "YodelRunErrors");
        assertThat(range("ALERTS{alertstate='firing'}", failing().to().plusSeconds(7), run().after()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"greet", "expand", "collect", "chat"})
    void counts_of_the_demo_are_exactly_those_of_its_result(String name) throws Exception {
        assertCounts(demo(), name);
    }

    @Test
    void counts_of_failures_are_exactly_those_of_the_result() throws Exception {
        String name = failing().result().path("requests").path(0).path("name").asText();

        assertCounts(failing(), name);
        assertThat(failing().request(name).path("failed").asLong()).isPositive();
    }

    /** From counters over the whole window of the run: a busy machine cannot change it. */
    @ParameterizedTest
    @ValueSource(strings = {"greet", "expand", "collect", "chat"})
    void rates_over_the_window_are_those_of_the_result(String name) throws Exception {
        boolean chat = name.equals("chat");
        String counted = chat
                ? "yodel_client_counted_messages_total{name='%s'}"
                : "yodel_client_counted_calls_total{name='%s', outcome!='cut_off'}";
        JsonNode request = demo().request(name);
        double seconds = demo().seconds();
        double shown = last(counted.formatted(name), demo()) / seconds;
        double measured =
                (chat ? request.path("messages") : request).path("perSecond").asDouble();

        System.out.printf("%s per second in %.0f s: shown %.1f, result %.1f%n", name, seconds, shown, measured);
        assertThat(shown).isPositive().isCloseTo(measured, withinPercentage(2));
    }

    /**
     * The mean of what a chart shows, against the time line of the result, smoothed as {@code rate} does it: both see the
     * same stalls. On a busy machine scrapes are late, and their moments are known to some tenths of a second only.
     */
    @ParameterizedTest
    @CsvSource({"greet, count", "chat, sent"})
    void rates_of_charts_are_those_of_the_time_line(String name, String column) throws Exception {
        String rate = filled("rate(yodel_client_begun_total{name='%s'}[$__rate_interval])".formatted(name), demo());
        Series line = range(rate, demo().from().plusSeconds(4), demo().to()).get(0);
        Timeline timeline = Timeline.of(demo().result(), name, column);
        double shown = 0;
        double measured = 0;
        for (int i = 0; i < line.values().size(); i++) {
            shown += line.values().get(i) / line.values().size();
            double at = line.times().get(i) - demo().windowStart();
            measured += (timeline.until(at) - timeline.until(at - 4))
                    / 4
                    / line.values().size();
        }

        System.out.printf("%s per second in charts: shown %.1f, time line %.1f%n", name, shown, measured);
        assertThat(shown).isPositive().isCloseTo(measured, withinPercentage(demo().valid() ? 2 : 10));
    }

    /** Of the run without a warm-up, whose histograms have exactly what the result has. */
    @ParameterizedTest
    @CsvSource({"0.5, p50", "0.99, p99"})
    void percentiles_are_within_one_bucket_of_the_result(double quantile, String field) throws Exception {
        String last = "last_over_time(sum by (le) (yodel_client_response_time_seconds_bucket"
                + " and on (job, instance) yodel_run_info{run_id='%s'})[5m:1s])";
        double shown = run().prometheus()
                .value(
                        "histogram_quantile(%s, %s)"
                                .formatted(quantile, last.formatted(failing().id())),
                        failing().end());
        double measured = responseTime(field);

        System.out.printf("%s: shown %.6f s, result %.6f s%n", field, shown, measured);
        assertThat(shown).isBetween(measured / CLIENT_BUCKET, measured * CLIENT_BUCKET);
    }

    /** As above, but by the native histogram, whose buckets are a sixth as wide. */
    @ParameterizedTest
    @CsvSource({"0.5, p50", "0.99, p99"})
    void percentiles_of_native_histograms_are_within_their_resolution(double quantile, String field) throws Exception {
        String query = "histogram_quantile(%s, sum(yodel_client_response_time_native_seconds"
                + " and on (job, instance) yodel_run_info{run_id='%s'}))";
        List<Double> values = range(
                        query.formatted(quantile, failing().id()),
                        failing().from(),
                        failing().end())
                .get(0)
                .values();
        double shown = values.get(values.size() - 1);
        double measured = responseTime(field);

        System.out.printf("%s, native: shown %.6f s, result %.6f s%n", field, shown, measured);
        assertThat(shown).isBetween(measured / NATIVE_BUCKET, measured * NATIVE_BUCKET);
    }

    private double responseTime(String field) throws Exception {
        return failing().result().at("/requests/0/responseTime/" + field).asDouble() / 1e6;
    }

    @ParameterizedTest
    @CsvSource({"greet, Greet", "expand, Expand", "collect, Collect"})
    void client_and_server_count_the_same_calls(String name, String method) throws Exception {
        double client = last("yodel_client_calls_total{name='%s', status='OK'}".formatted(name), demo());
        double server = last(
                "grpc_server_processing_duration_seconds_count{method='%s', statusCode='OK'}".formatted(method),
                demo());

        System.out.printf("%s calls: client %.0f, server %.0f%n", name, client, server);
        assertThat(client).isPositive().isEqualTo(server);
    }

    @ParameterizedTest
    @CsvSource({
        "expand, received, Expand, responses_sent",
        "collect, sent, Collect, requests_received",
        "chat, sent, Chat, requests_received",
        "chat, received, Chat, responses_sent",
    })
    void client_and_server_count_the_same_messages(String name, String direction, String method, String served)
            throws Exception {
        double client =
                last("yodel_client_messages_total{name='%s', direction='%s'}".formatted(name, direction), demo());
        double server = last("grpc_server_%s_messages_total{method='%s'}".formatted(served, method), demo());

        System.out.printf("%s messages %s: client %.0f, server %.0f%n", name, direction, client, server);
        // A message may be on the way when its stream is cancelled.
        assertThat(client).isPositive().isCloseTo(server, withinPercentage(1));
    }

    @Test
    void client_and_server_see_all_streams() throws Exception {
        String most = "max_over_time(sum(%s)[14s:1s])";

        assertThat(value(most.formatted("yodel_client_open_calls{kind='BIDI_STREAMING'}")))
                .isEqualTo(MonitoredRun.STREAMS + ROOM_MEMBERS);
        assertThat(value(most.formatted("yodel_server_calls_open{methodType='BIDI_STREAMING'}")))
                .isCloseTo(MonitoredRun.STREAMS + ROOM_MEMBERS, withinPercentage(10));
    }

    /** But for the width of a bucket on either side, between whose bounds Prometheus can but guess. */
    @ParameterizedTest
    @CsvSource({"0.5", "0.9"})
    void the_server_takes_no_longer_than_the_client_feels(double quantile) throws Exception {
        String query = "histogram_quantile(%s, sum by (le) (rate(%s[6s])))";
        double client = value(query.formatted(quantile, "yodel_client_service_time_seconds_bucket{name='greet'}"));
        double server =
                value(query.formatted(quantile, "grpc_server_processing_duration_seconds_bucket{method='Greet'}"));

        System.out.printf("greet seconds at %s: client %.4g, server %.4g%n", quantile, client, server);
        assertThat(server).isPositive().isLessThan(client * CLIENT_BUCKET * SERVER_BUCKET);
    }

    @Test
    void the_end_of_a_run_makes_no_burst() throws Exception {
        String ended = "sum(rate(yodel_client_calls_total{name='chat'}[4s])%s)";
        String masked = ended.formatted(
                filled(" and on (job, instance) yodel_run_info{run_id=~\"$run\", phase=~\"$phase\"}", demo()));
        Instant end = demo().end();
        double shown = max(range(masked, demo().from(), end));
        double burst = max(range(ended.formatted(""), demo().to(), end));

        System.out.printf("chats ended per second: at most %.1f shown, %.1f at the end of the run%n", shown, burst);
        assertThat(burst).as("the chats that the end closes").isGreaterThan(MonitoredRun.STREAMS / 4.0);
        assertThat(range(masked, demo().to().plusSeconds(1), end)).isEmpty();
    }

    @Test
    void two_runs_lie_on_one_axis() throws Exception {
        Dashboard compare = Dashboard.all().stream()
                .filter(dashboard -> dashboard.toString().equals("yodel-compare.json"))
                .findFirst()
                .orElseThrow();
        double shift = run().prometheus()
                .value(Dashboards.shift(failing().id(), demo().id()), failing().to());
        List<Query> queries = compare.panels().get(0).queries();

        assertThat(shift)
                .isCloseTo(Duration.between(demo().from(), failing().from()).toMillis(), within(15_000.0));
        for (Query query : queries) {
            String expr = query.expr()
                    .replace("$baseline", demo().id())
                    .replace("${shift}", String.format(Locale.ROOT, "%.0f", shift));
            assertThat(range(
                            filled(expr, failing()),
                            settled(failing()),
                            failing().to().minusSeconds(3)))
                    .as(expr)
                    .isNotEmpty();
        }
    }

    @Test
    void runs_register_with_prometheus_and_leave_it() throws Exception {
        assertThat(run().prometheus().scraped("yodel-injector")).isEmpty();
        assertThat(PrometheusServer.targets(folder).resolve(".gitignore")).exists();
        assertThat(range("up{job='yodel-injector', lifetime='run'}", demo().from(), demo().to()))
                .hasSize(1);
    }

    @Test
    void an_error_shows_on_the_side_that_saw_it() throws Exception {
        assertThat(range(
                        "sum by (statusCode) (grpc_server_processing_duration_seconds_count{statusCode!='OK', method='Echo'}) > 0",
                        demo().from(),
                        failing().to()))
                .extracting(line -> line.labels().get("statusCode"))
                .containsExactlyInAnyOrder(MonitoredRun.PROVOKED.name(), "UNAVAILABLE");
        assertThat(range(
                        "sum by (failure_source) (yodel_client_calls_total{failure_source!~'NONE|CANCELLED'}) > 0",
                        demo().from(),
                        demo().to()))
                .isEmpty();
        assertThat(range(
                        "sum by (status) (yodel_client_calls_total{failure_source!~'NONE|CANCELLED'}) > 0",
                        failing().from(),
                        failing().to()))
                .extracting(line -> line.labels().get("status"))
                .containsExactly("UNAVAILABLE");
    }

    @Test
    void a_scrape_stays_small() throws Exception {
        for (String job : List.of("yodel-service", "yodel-injector")) {
            String selector = "{job='%s'}[10s]".formatted(job);
            double samples = value("max(max_over_time(scrape_samples_scraped" + selector + "))");
            double seconds = value("max(max_over_time(scrape_duration_seconds" + selector + "))");

            System.out.printf("scrape of %s: %.0f samples, at most %.4f s%n", job, samples, seconds);
            assertThat(samples).isBetween(100.0, MOST_SAMPLES);
        }
    }

    private static MonitoredRun run() {
        return Objects.requireNonNull(started);
    }

    private static Run demo() {
        return run().demo();
    }

    private static Run failing() {
        return run().failing();
    }

    /** Rates have a value from the fifth scrape on, and the first seconds are not judged. */
    private static Instant settled(Run run) {
        return run.from().plusSeconds(6);
    }

    static Stream<String> recordingRules() throws IOException {
        Stream.Builder<String> names = Stream.builder();
        for (Path file : Rules.files()) {
            for (JsonNode group : Yaml.read(file.toString()).path("groups")) {
                for (JsonNode rule : group.path("rules")) {
                    if (rule.has("record")) {
                        names.add(rule.path("record").asText());
                    }
                }
            }
        }
        return names.build();
    }

    /** A query as Grafana asks it, zoomed in as far as it goes: for the phases measured, and all methods. */
    private static String filled(String expr, Run run) {
        return expr.replace("$__rate_interval", rateInterval)
                .replace("$__range", "5m")
                .replace("run_id=\"$run\"", "run_id=\"" + run.id() + "\"")
                .replace("$run", run.id())
                .replace("$baseline", run.id())
                .replace("${shift}", "1")
                .replace("$phase", "(measuring)")
                .replace("$method", ".*")
                .replace("$job", ".*");
    }

    private static Set<String> fired(Run run) throws Exception {
        Set<String> fired = new TreeSet<>();
        for (Series alert : range("ALERTS{alertstate='firing'}", run.from().minusSeconds(5), run.to())) {
            fired.add(String.valueOf(alert.labels().get("alertname")));
        }
        return fired;
    }

    private static List<Series> range(String query, Instant from, Instant to) throws Exception {
        return run().prometheus().range(query, from, to);
    }

    /** The value at the end of the window of the demo. */
    private static double value(String query) throws Exception {
        return run().prometheus().value(query, demo().to());
    }

    private static double max(List<Series> lines) {
        return lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(number -> number)
                .max()
                .orElse(0);
    }

    /** The last value of a counter until some seconds after the end of the run. */
    private static double last(String counter, Run run) throws Exception {
        return run().prometheus().value("max_over_time(sum(%s)[1m:1s])".formatted(counter), run.end());
    }

    private static void assertCounts(Run run, String name) throws Exception {
        JsonNode result = run.request(name);
        String counter = "yodel_client_counted_%s{name='" + name
                + "', %s='%s'} and on (job, instance) yodel_run_info{run_id='" + run.id() + "'}";
        List<String> different = new ArrayList<>();
        compare(different, result.path("ok"), last(counter.formatted("calls_total", "outcome", "ok"), run));
        compare(different, result.path("failed"), last(counter.formatted("calls_total", "outcome", "failed"), run));
        compare(different, result.path("cutOff"), last(counter.formatted("calls_total", "outcome", "cut_off"), run));
        if (result.has("messages")) {
            JsonNode messages = result.path("messages");
            compare(
                    different,
                    messages.path("sent"),
                    last(counter.formatted("messages_total", "direction", "sent"), run));
            compare(
                    different,
                    messages.path("received"),
                    last(counter.formatted("messages_total", "direction", "received"), run));
        }
        assertThat(different).as(name).isEmpty();
    }

    private static void compare(List<String> different, JsonNode expected, double shown) {
        if (expected.asLong() != Math.round(shown)) {
            different.add("%.0f (expected: %d)".formatted(shown, expected.asLong()));
        }
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

    private static List<String> labelsOf(String legend) {
        return LABEL.matcher(legend).results().map(result -> result.group(1)).toList();
    }
}
