package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.report.hlog.LatencyLog;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.loadtest.target.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A load on several injectors, as processes of this machine, against Yodel's own service. */
@TestInstance(Lifecycle.PER_CLASS)
class ITInjectors {

    private static final String ECHO = "yodel.v1.EchoService/Echo";
    private static final Pattern COUNT = Pattern.compile(
            "^grpc_server_processing_duration_seconds_count\\{[^}]*method=\"Echo\"[^}]*} (\\S+)$", Pattern.MULTILINE);

    private static final Pattern ENDED =
            Pattern.compile("^yodel_client_calls_total\\{[^}]*status=\"OK\"[^}]*} (\\S+)$", Pattern.MULTILINE);

    /** A second with calls. */
    private static final Pattern CALLS = Pattern.compile("^  0:\\d\\d +[1-9]", Pattern.MULTILINE);

    @TempDir
    Path folder;

    private ServiceProcess process;
    private ServiceProcess.Started service;

    @BeforeAll
    void startService(@TempDir Path logs) throws Exception {
        Program.serviceLib();
        process = ServiceProcess.start(0, 0, logs.resolve("service.log"));
        service = process.started().toCompletableFuture().get();
    }

    @AfterAll
    void endService() {
        process.close();
    }

    @Test
    void the_result_is_the_exact_sum_of_all_and_what_the_service_counts() throws Exception {
        long before = served();
        String metrics;
        try (Program program = start(
                "--rate=90",
                "--warm-up=1s",
                "--duration=3s",
                "--expect=failed == 0",
                "--linger=60s",
                "--service-metrics=" + service.metrics() + "/metrics")) {
            String url = program.awaitOutput(Pattern.compile("^injector metrics=(\\S+)$", Pattern.MULTILINE));
            program.awaitOutput("metrics: kept until they are scraped once more");
            metrics = get(url);
            assertThat(program.exit()).as(program.out() + program.err()).isIn(0, 4); // 4: a busy machine
            assertThat(program.out()).contains(" calls, as many as were made\n");
        }

        JsonNode result = result();
        assertThat(sum(ENDED, metrics))
                .as("the endpoint of the whole: %s", metrics)
                .isEqualTo(result.at("/channels/0/backends/0/calls").asLong());
        assertThat(result.at("/requests/0/count").asLong()).isEqualTo(270);
        assertThat(result.at("/plan/requests/0/arrival/rate").asDouble()).isEqualTo(90);
        assertThat(served() - before)
                .isEqualTo(result.at("/channels/0/backends/0/calls").asLong());
        assertThat(result.get("injectors")).hasSize(3).allSatisfy(row -> {
            assertThat(row.get("calls").asLong()).isEqualTo(90);
            assertThat(row.has("startSkewMillis")).isTrue();
            assertThat(row.has("clockOffsetMillis")).isTrue();
            assertThat(row.has("lost")).isFalse();
        });
        Map<String, Histogram> merged = latencies(folder.resolve("out"));
        Map<String, Histogram> sum = new TreeMap<>();
        for (int injector = 1; injector <= 3; injector++) {
            latencies(folder.resolve("out/injectors/" + injector))
                    .forEach((tag, nanos) -> sum.merge(tag, nanos, ITInjectors::sum));
        }
        assertThat(merged).isNotEmpty().isEqualTo(sum);
    }

    @Test
    void one_that_is_killed_is_lost_and_named_and_the_others_are_kept() throws Exception {
        try (Program program = start("--rate", "60", "--warm-up", "2s", "--duration", "15s")) {
            program.awaitOutput(CALLS);
            ProcessHandle killed = injectors(program).get(1);
            assertThat(killed.destroyForcibly()).isTrue();

            assertThat(program.exit()).as(program.out() + program.err()).isEqualTo(1);
            assertThat(program.err())
                    .startsWith("yodel: INVALID: injector ")
                    .contains("lost: ")
                    .contains("exit code 137");
        }

        JsonNode result = result();
        assertThat(result.at("/verdict/status").asText()).isEqualTo("INVALID");
        assertThat(result.at("/requests/0/count").asLong()).isEqualTo(600);
        assertThat(result.get("injectors"))
                .filteredOn(row -> row.has("lost"))
                .singleElement()
                .satisfies(row -> assertThat(folder.resolve(
                                "out/injectors/" + row.get("number").asText() + "/latencies.hlog"))
                        .as("what it measured")
                        .isNotEmptyFile());
    }

    @Test
    void ctrl_c_ends_all_with_what_was_measured_and_leaves_no_process() throws Exception {
        try (Program program = start("--rate", "60", "--warm-up", "0s", "--duration", "10m")) {
            program.awaitOutput(CALLS);
            List<ProcessHandle> injectors = injectors(program);
            assertThat(injectors).hasSize(3);

            int expected = program.interrupt();

            assertThat(program.exit()).as(program.out() + program.err()).isEqualTo(expected);
            assertThat(injectors).noneMatch(ProcessHandle::isAlive);
        }

        JsonNode result = result();
        assertThat(result.at("/verdict/status").asText()).as(result.toString()).isNotEqualTo("INVALID");
        assertThat(result.at("/requests/0/count").asLong()).isPositive();
        assertThat(result.get("injectors")).hasSize(3).noneMatch(row -> row.has("lost"));
    }

    /** No process outlives its coordinator. */
    @Test
    void injectors_end_when_their_coordinator_is_killed() throws Exception {
        try (Program program = start("--users", "3", "--warm-up", "0s", "--duration", "10m")) {
            program.awaitOutput(CALLS);
            List<ProcessHandle> injectors = injectors(program);

            program.signal("KILL");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> injectors.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void mistakes_are_refused_before_any_load_and_leave_nothing_behind() throws Exception {
        LoadProgram load = new LoadProgram(service.target().toString(), folder);
        load.assertRefused(
                "--injectors: 4 with 3 users of Echo (expected: at most 3",
                "--call",
                ECHO,
                "--users",
                "3",
                "--injectors",
                "4");
        load.assertRefused("--injectors: 0 (expected: 1 to 10000)", "--call", ECHO, "--injectors", "0");
        load.assertRefused(
                "--on: moon (expected: local, slurm or kubernetes)",
                "--call",
                ECHO,
                "--users",
                "3",
                "--injectors",
                "2",
                "--on",
                "moon");
        load.assertRefused("--on: without --injectors (expected: both)", "--call", ECHO, "--on", "local");
        load.assertRefused(
                "--data: @- with --injectors (expected: @FILE, which each of them can read)",
                "--call",
                ECHO,
                "--injectors",
                "2",
                "--data",
                "@-");
        try (Program program = start("--call", "yodel.v1.EchoService/Nothing", "--users", "3")) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err().lines()).singleElement().asString().contains("Nothing");
        }
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** On three injectors; a later --call wins. */
    private Program start(String... flags) throws Exception {
        LoadProgram load = new LoadProgram(service.target().toString(), folder);
        String[] all = new String[flags.length + 3];
        all[0] = "--injectors=3";
        all[1] = "--on=local";
        all[2] = List.of(flags).contains("--call") ? "--name=mistake" : "--call=" + ECHO;
        System.arraycopy(flags, 0, all, 3, flags.length);
        return load.start(all);
    }

    private static List<ProcessHandle> injectors(Program program) {
        return program.children();
    }

    private JsonNode result() throws Exception {
        return ResultSchema.assertValid(Files.readString(folder.resolve("out/result.json")));
    }

    private static Map<String, Histogram> latencies(Path result) throws Exception {
        Map<String, Histogram> sums = new TreeMap<>();
        LatencyLog.read(result.resolve("latencies.hlog"), (tag, nanos) -> {
            nanos.setTag(null);
            nanos.setStartTimeStamp(0);
            nanos.setEndTimeStamp(0);
            sums.merge(tag, nanos, ITInjectors::sum);
        });
        return sums;
    }

    private static Histogram sum(Histogram a, Histogram b) {
        Histogram sum = a.copy();
        sum.setAutoResize(true);
        sum.add(b);
        return sum;
    }

    private long served() throws Exception {
        return sum(COUNT, get(service.metrics() + "/metrics"));
    }

    private static String get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static long sum(Pattern sample, String metrics) {
        Matcher count = sample.matcher(metrics);
        long sum = 0;
        while (count.find()) {
            sum += (long) Double.parseDouble(count.group(1));
        }
        return sum;
    }
}
