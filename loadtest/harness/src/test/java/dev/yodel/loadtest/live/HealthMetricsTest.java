package dev.yodel.loadtest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.run.CallCounters;
import dev.yodel.loadtest.run.LoadRun;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthMetricsTest {

    private static final Pattern LABEL = Pattern.compile("[{,](\\w+)=\"");
    private static final RunInfo INFO = RunInfo.of("run-1", "nightly", Map.of("commit", "4fe1c90"));
    private static final Goals GOALS = new Goals(List.of(Expectation.parse("failed < 1%")), true, false);

    private final CallCounters calls = new CallCounters();
    private LoadRun run;
    private MetricsEndpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        begin(plan(10));
    }

    @AfterEach
    void close() {
        endpoint.close();
        run.finish();
    }

    /** Dashboards and rules stand on these names and labels; those of the collector depend on the collector. */
    @Test
    void names_and_labels_of_all_metrics_are_those_of_the_golden_file() throws Exception {
        run.begin();
        call(10, System::nanoTime);
        message();
        await().until(() -> scrape().contains("yodel_client_counted_calls_total"));

        assertThat(metrics(scrape()).stream().filter(metric -> !metric.startsWith("jvm_gc_")))
                .containsExactlyElementsOf(golden("metrics.txt"));
    }

    @Test
    void names_and_labels_of_native_histograms_are_those_of_the_golden_file() throws Exception {
        run.begin();
        call(10, System::nanoTime);
        message();
        await().until(() -> scrape().contains("yodel_client_message_gap_seconds_count"));

        List<String> natives = new ArrayList<>();
        for (ProtobufScrape.Family family : protobuf().families()) {
            if (family.isHistogram() && family.histograms().stream().anyMatch(ProtobufScrape::isNative)) {
                natives.add(family.line());
            }
        }
        assertThat(natives).containsExactlyInAnyOrderElementsOf(golden("metrics-native.txt"));
    }

    @Test
    void the_verdict_is_open_before_the_window_and_final_after_the_end() throws Exception {
        assertThat(scrape()).contains("yodel_client_verdict 0.0\n");

        run.begin();
        run.finish();

        assertThat(scrape())
                .contains(
                        "yodel_client_verdict 2.0\n",
                        "yodel_client_verdict_reason{reason=\"NOTHING_MEASURED\"} 1.0\n",
                        "yodel_client_verdict_reason{reason=\"CUT_OFF\"} 0.0\n",
                        "yodel_client_planned_rate{kind=\"UNARY\",name=\"greet\",unit=\"calls\"} 0.0\n");
    }

    @Test
    void a_run_below_its_plan_is_suspect_while_it_is_running() throws Exception {
        endpoint.close();
        begin(plan(1_000_000));
        run.begin();
        call(10, System::nanoTime);
        await().atMost(Duration.ofSeconds(30)).until(() -> scrape().contains("yodel_client_verdict 2.0\n"));

        assertThat(run.over()).isFalse();
        assertThat(scrape())
                .contains("yodel_client_verdict_reason{reason=\"ACHIEVED_RATE\"} 1.0\n")
                .contains("yodel_client_achieved{kind=\"UNARY\",name=\"greet\"} 10.0\n")
                .satisfies(text -> assertThat(value(text, "yodel_client_missing"))
                        .isPositive()
                        .isLessThanOrEqualTo(value(text, "yodel_client_due") - 10))
                .contains("yodel_client_stage{kind=\"UNARY\",name=\"greet\",stage=\"1: 1000000/1h\"} 1.0\n");
    }

    @Test
    void counts_what_the_result_counts_and_nothing_that_was_due_before() throws Exception {
        run.begin();
        call(3, () -> System.nanoTime() - Duration.ofMinutes(1).toNanos());
        call(7, System::nanoTime);
        run.finish();

        assertThat(scrape())
                .contains(
                        "yodel_client_counted_calls_total{kind=\"UNARY\",name=\"greet\",outcome=\"ok\"} 7.0\n",
                        "yodel_client_begun_total{kind=\"UNARY\",name=\"greet\",unit=\"calls\"} 10.0\n");
    }

    @Test
    void no_value_is_infinite_or_no_number() throws Exception {
        assertThat(scrape().lines().filter(line -> line.startsWith("yodel_")))
                .isNotEmpty()
                .noneMatch(line -> line.matches(".* (NaN|[+-]Inf)"));
    }

    /** Ten request names, each a stream that ended with every status and was measured in every way. */
    @Test
    void series_stay_bounded_with_ten_names_and_every_status() throws Exception {
        endpoint.close();
        List<RequestPlan> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(new RequestPlan(
                    "r" + i, "s/M", MethodType.BIDI_STREAMING, new Arrival.Rate(1), null, List.of("{}"), List.of()));
        }
        begin(new LoadPlan("test", new Target("localhost", 1), Duration.ZERO, Duration.ofHours(1), null, requests));
        run.begin();
        for (RequestPlan request : requests) {
            for (Status.Code status : Status.Code.values()) {
                call(request.name(), MethodType.BIDI_STREAMING, status);
            }
            message(request.name());
        }
        await().until(() ->
                scrape().contains("yodel_client_message_gap_seconds_count{kind=\"BIDI_STREAMING\",name=\"r9\""));

        long series = scrape().lines().filter(line -> line.startsWith("yodel_")).count();

        long natives = protobuf().families().stream()
                .filter(family -> family.name().contains("_native_"))
                .mapToLong(family ->
                        family.message().getField(4).getLengthDelimitedList().size())
                .sum();

        System.out.printf(
                "series of the load generator with 10 names and 17 statuses: %d, native %d%n", series, natives);
        assertThat(series).isBetween(5_000L, 7_000L);
        assertThat(natives).as("one for each name and latency").isEqualTo(7 * 10);
    }

    private static double value(String text, String metric) {
        return text.lines()
                .filter(line -> line.startsWith(metric + "{kind=\"UNARY\",name=\"greet\"} "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private void begin(LoadPlan plan) throws IOException {
        LiveMetrics metrics = new LiveMetrics(INFO, plan, calls);
        run = new LoadRun(plan, INFO, GOALS, calls, List.of(metrics));
        metrics.follow(run::phase);
        endpoint = MetricsEndpoint.open(LivePort.ANY, metrics);
        endpoint.add(new HealthMetrics(run));
    }

    private static LoadPlan plan(double rate) {
        return new LoadPlan(
                "test",
                new Target("localhost", 1),
                Duration.ZERO,
                Duration.ofHours(1),
                null,
                List.of(
                        new RequestPlan(
                                "greet",
                                "s/Greet",
                                MethodType.UNARY,
                                new Arrival.Rate(rate, null, Profile.parse("%.0f/1h".formatted(rate))),
                                null,
                                List.of("{}"),
                                List.of()),
                        new RequestPlan(
                                "chat",
                                "s/Chat",
                                MethodType.BIDI_STREAMING,
                                new Arrival.Streams(1, null, null),
                                null,
                                List.of("{}"),
                                List.of())));
    }

    private void call(int count, LongSupplier due) {
        for (int i = 0; i < count; i++) {
            call("greet", MethodType.UNARY, due.getAsLong(), Status.Code.OK);
        }
    }

    private void call(String name, MethodType kind, Status.Code status) {
        call(name, kind, System.nanoTime(), status);
    }

    /** A call that started a millisecond after it was due. */
    private void call(String name, MethodType kind, long due, Status.Code status) {
        FailureSource source = status == Status.Code.OK ? FailureSource.NONE : FailureSource.STATUS;
        for (SampleListener listener : run.listeners()) {
            listener.callStarted(name, kind, due);
            listener.callEnded(new CallSample(
                    name,
                    kind,
                    due,
                    due + 1_000_000,
                    due + 2_000_000,
                    status,
                    source,
                    source == FailureSource.NONE ? null : "failed",
                    -1,
                    -1,
                    500_000,
                    false));
        }
    }

    private void message() {
        message("chat");
    }

    /** Two messages sent and answered. */
    private void message(String name) {
        for (SampleListener listener : run.listeners()) {
            for (int index = 0; index < 2; index++) {
                long now = System.nanoTime();
                listener.messageSent(name, MethodType.BIDI_STREAMING, now, now);
                listener.messageReceived(
                        new MessageSample(name, MethodType.BIDI_STREAMING, index, now + 1_000, 1_000, 1_000));
            }
        }
    }

    private String scrape() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/metrics".formatted(endpoint.port())))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private ProtobufScrape protobuf() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/metrics".formatted(endpoint.port())))
                .header(
                        "Accept",
                        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")
                .build();
        return ProtobufScrape.read(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofByteArray())
                .body());
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

    private static List<String> golden(String file) throws IOException {
        try (InputStream in = HealthMetricsTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
