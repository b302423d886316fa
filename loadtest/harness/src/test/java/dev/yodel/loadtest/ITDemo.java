package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.result.ResultSchema;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One demo of ten seconds with 200 chats: its output, result, log and metrics. */
@TestInstance(Lifecycle.PER_CLASS)
class ITDemo {

    private static final String CHAT_ROUND_TRIPS =
            "yodel_client_message_round_trip_seconds_bucket{kind=\"BIDI_STREAMING\",name=\"chat\",le=";

    private static final int STREAMS = 200;
    private static final int SECONDS = 10;
    private static final String GREETINGS =
            "yodel_client_calls_total{failure_source=\"NONE\",kind=\"UNARY\",name=\"greet\",status=\"OK\"}";

    private static final String FIRST_MESSAGES =
            "yodel_client_first_message_seconds_count{kind=\"SERVER_STREAMING\",name=\"expand\"}";

    private static final Pattern ALL_CHATS =
            Pattern.compile("yodel_client_open_calls\\{kind=\"BIDI_STREAMING\",name=\"chat\"} (1[5-9][0-9]|200)\\.0");

    private static final Pattern INJECTOR = Pattern.compile("^injector metrics=(\\S+)$", Pattern.MULTILINE);

    /** Made before the demo begins: on a busy machine its making takes longer than the demo's last seconds. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Path out;
    private String output;
    private String errors;
    private String metrics;
    private String lastMetrics;
    private int exitCode;
    private List<ProcessHandle> left;
    private JsonNode result;

    @BeforeAll
    void demo(@TempDir Path folder) throws Exception {
        out = folder.resolve("results");
        try (Program program = Program.start(
                folder,
                "demo",
                "--duration",
                SECONDS + "s",
                "--warm-up",
                "2s",
                "--streams",
                String.valueOf(STREAMS),
                "--port",
                "0",
                "--metrics-port",
                "0",
                "--live-port",
                "0",
                "--out",
                out.toString())) {
            // From the start on: on a busy machine the run is over soon after the first status lines.
            program.awaitOutput(INJECTOR);
            StringBuilder seen = new StringBuilder();
            metrics = await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> seen.append(scrape(program.out())).toString(),
                            text -> text.contains("phase=\"measuring\"")
                                    && text.contains(CHAT_ROUND_TRIPS)
                                    && text.contains(GREETINGS)
                                    && text.contains(FIRST_MESSAGES)
                                    && ALL_CHATS.matcher(text).find());
            ProcessHandle service = program.service();
            program.awaitOutput(Pattern.compile("^metrics: kept until ", Pattern.MULTILINE));
            lastMetrics = scrape(program.out());
            exitCode = program.exit();
            left = service.isAlive() ? List.of(service) : List.of();
            output = program.out();
            errors = program.err();
        }
        result = ResultSchema.assertValid(Files.readString(out.resolve("result.json")));
    }

    @Test
    void ends_well_and_leaves_no_process() {
        assertThat(exitCode).as(errors).isZero();
        assertThat(errors).isEmpty();
        assertThat(left).isEmpty();
    }

    @Test
    void prints_one_line_a_second_and_a_summary() {
        assertThat(output.lines()
                        .filter(line -> line.matches(" +0:(0[1-9]|1[0-2]) .*") && !line.endsWith("ending"))
                        .map(line -> line.strip().substring(0, "0:01".length())))
                .as("a busy machine may skip a second")
                .hasSizeBetween(3, 12)
                .doesNotHaveDuplicates();
        assertThat(output.lines().filter(line -> line.endsWith("warm-up"))).isNotEmpty();
        assertThat(output)
                .contains("verdict: ")
                .contains("demo of 127.0.0.1:", "measured for 10.0 s after 2s of warm-up")
                .contains("chat, bidi", "greet, unary", "expand, server", "collect, client", "room, bidi")
                .containsPattern(
                        "(?m)^room demo, warm-up included: [\\d,]+ posts, [\\d,]+ deliveries, 0 lost, 0 repeated$")
                .contains("results: " + out.resolve("result.json"))
                .doesNotContain("Simulation");
    }

    @Test
    void result_covers_the_window_alone() {
        assertThat(result.at("/window/seconds").asDouble()).isCloseTo(SECONDS, within(0.001));
        assertThat(result.at("/plan/warmUp").asText()).isEqualTo("2s");
        assertThat(result.at("/plan/duration").asText()).isEqualTo(SECONDS + "s");
    }

    @Test
    void every_shape_of_call_succeeded() {
        assertThat(result.get("requests")).hasSize(5).allSatisfy(request -> {
            assertThat(request.get("count").asLong()).as(request.toString()).isPositive();
            assertThat(request.get("failed").asLong()).as(request.toString()).isZero();
            assertThat(request.get("count").asLong())
                    .isEqualTo(request.get("ok").asLong())
                    .isEqualTo(request.at("/statuses/OK").asLong());
            assertThat(request.get("perSecond").asDouble())
                    .isCloseTo(request.get("count").asLong() / (double) SECONDS, within(0.01));
        });
    }

    @Test
    void every_message_of_a_chat_was_answered() {
        JsonNode messages = request("chat").get("messages");

        assertThat(messages.get("sent").asLong())
                .isPositive()
                .isEqualTo(messages.get("received").asLong());
    }

    /** At most as planned; the verdict reports how far a busy machine falls short. */
    @Test
    void never_makes_more_than_planned() {
        assertThat(request("chat").at("/messages/sent").asLong())
                .isBetween((long) STREAMS, STREAMS * SECONDS * 1000L / 150 * 11 / 10);
        assertThat(request("greet").get("count").asLong()).isBetween(10L, 50 * 10 * SECONDS + 50L);
    }

    @Test
    void streams_carry_what_was_planned() {
        JsonNode expand = request("expand");
        JsonNode collect = request("collect");

        assertThat(expand.at("/messages/sent").asLong())
                .isCloseTo(expand.get("count").asLong(), within(10L));
        assertThat(collect.at("/messages/sent").asLong())
                .isCloseTo(10 * collect.get("count").asLong(), within(10L * 10));
        assertThat(request("greet").has("messages")).isFalse();
    }

    @Test
    void has_the_bytes_of_its_messages() {
        long greetings = request("greet").get("count").asLong();

        assertThat(request("greet").at("/bytes/sent").asLong()).isGreaterThanOrEqualTo(greetings);
        assertThat(request("greet").at("/bytes/received").asLong())
                .isGreaterThanOrEqualTo(greetings * "Hello, Ada!".length());
    }

    @Test
    void channels_name_the_one_backend() {
        String target = result.at("/plan/target").asText();
        long counted = 0;
        for (JsonNode request : result.get("requests")) {
            counted += request.get("count").asLong();
        }

        assertThat(result.get("channels")).hasSize(1);
        JsonNode channel = result.at("/channels/0");
        assertThat(channel.get("target").asText()).isEqualTo(target);
        assertThat(channel.get("backends")).hasSize(1);
        JsonNode backend = channel.at("/backends/0");
        assertThat(backend.get("address").asText()).isEqualTo(target);
        assertThat(backend.get("calls").asLong()).as("with the warm-up").isGreaterThan(counted);
        assertThat(output)
                .containsPattern("(?m)^connections to " + target + ", warm-up included:\n  " + target
                        + ": [\\d,]+ calls on 1 connection");
    }

    @Test
    void percentiles_rise() {
        for (JsonNode request : result.get("requests")) {
            for (String time : List.of("serviceTime", "responseTime")) {
                JsonNode times = request.get(time);
                double before = 0;
                for (String field : List.of("min", "p50", "p90", "p95", "p99", "p999", "p9999", "max")) {
                    assertThat(times.get(field).asDouble()).as(field).isGreaterThanOrEqualTo(before);
                    before = times.get(field).asDouble();
                }
                assertThat(times.get("mean").asDouble())
                        .isBetween(times.get("min").asDouble(), before);
            }
            assertThat(request.at("/responseTime/max").asDouble())
                    .isGreaterThanOrEqualTo(request.at("/serviceTime/max").asDouble());
        }
    }

    @Test
    void histogram_log_holds_what_the_result_says() throws IOException {
        Histogram greetings = new Histogram(1_000, TimeUnit.HOURS.toNanos(1), 3);
        List<String> tags = new ArrayList<>();
        HistogramLogReader log =
                new HistogramLogReader(out.resolve("latencies.hlog").toFile());
        for (EncodableHistogram next = log.nextIntervalHistogram(); next != null; next = log.nextIntervalHistogram()) {
            tags.add(next.getTag());
            if (next.getTag().equals("greet.responseTime")) {
                greetings.add((Histogram) next);
            }
        }
        log.close();

        assertThat(tags).contains("chat.roundTrip", "expand.firstMessage", "collect.responseTime");
        assertThat(greetings.getTotalCount())
                .isEqualTo(request("greet").get("count").asLong());
        assertThat(greetings.getValueAtPercentile(50) / 1000.0)
                .isCloseTo(request("greet").at("/responseTime/p50").asDouble(), within(0.001));
    }

    /** Held streams end with the run: without a scrape after its end, no metrics would ever have them. */
    @Test
    void keeps_its_metrics_until_they_have_the_calls_that_end_with_it() {
        assertThat(metrics).contains("phase=\"measuring\"");
        assertThat(lastMetrics)
                .contains("phase=\"ended\"")
                .contains("yodel_client_open_calls{kind=\"BIDI_STREAMING\",name=\"chat\"} 0.0\n");
    }

    @Test
    void has_live_metrics_while_it_runs() {
        assertThat(metrics)
                .contains(GREETINGS, CHAT_ROUND_TRIPS, FIRST_MESSAGES)
                .containsPattern(ALL_CHATS);
    }

    private JsonNode request(String name) {
        for (JsonNode request : result.get("requests")) {
            if (request.get("name").asText().equals(name)) {
                return request;
            }
        }
        throw new AssertionError(name + ": not in " + result);
    }

    private static String scrape(String output) throws Exception {
        Matcher url = INJECTOR.matcher(output);
        assertThat(url.find()).as(output).isTrue();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.group(1))).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
