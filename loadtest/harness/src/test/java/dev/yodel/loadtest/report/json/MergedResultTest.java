package dev.yodel.loadtest.report.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.yodel.gatling.grpc.stats.CallSample;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.LatencyRecorder;
import dev.yodel.gatling.grpc.stats.MessageSample;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.gatling.grpc.stats.SampleListener;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.hlog.HistogramLog;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.Latencies;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.SlowCall;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.TimePoint;
import dev.yodel.loadtest.result.Timeline;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.result.merge.Merge;
import dev.yodel.loadtest.result.merge.Part;
import dev.yodel.loadtest.verdict.ExpectationCheck;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results that were written, read and merged, against one recorder that saw every sample. */
class MergedResultTest {

    private static final List<String> NAMES = List.of("chat", "collect", "expand", "greet");

    @TempDir
    Path folder;

    static Stream<Integer> seeds() {
        return Stream.iterate(1, seed -> seed + 1).limit(25);
    }

    /** Parts of different starts and lengths, some without a name, with samples in the warm-up that count nowhere. */
    @ParameterizedTest
    @MethodSource("seeds")
    void the_sum_is_bit_equal_to_one_recorder(int seed) throws Exception {
        Random random = new Random(seed);
        LatencyRecorder all = new LatencyRecorder();
        List<Part> parts = new ArrayList<>();
        for (int part = 0; part < 1 + random.nextInt(4); part++) {
            Path written = record(random, "part-" + part, all);
            parts.add(new Part("part-" + part, ResultReader.read(SavedResult.read(written)), List.of()));
        }

        RunResult merged = Merge.of(parts, "merged");

        assertThat(merged.slowest())
                .containsExactlyInAnyOrderElementsOf(parts.stream()
                        .flatMap(part -> part.result().slowest().stream())
                        .toList())
                .isSortedAccordingTo(
                        Comparator.comparing(SlowCall::responseNanos).reversed());
        List<RequestStats> expected = all.take();
        assertThat(merged.requests()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            RequestStats one = expected.get(i);
            RequestStats sum = merged.requests().get(i);
            assertThat(sum.name()).isEqualTo(one.name());
            assertThat(sum.ok()).isEqualTo(one.ok());
            assertThat(sum.failed()).isEqualTo(one.failed());
            assertThat(sum.cutOff()).isEqualTo(one.cutOff());
            assertThat(sum.statuses()).isEqualTo(one.statuses());
            assertThat(sum.failureSources()).isEqualTo(one.failureSources());
            assertThat(sum.errors()).isEqualTo(one.errors());
            assertThat(sum.messagesReceived()).isEqualTo(one.messagesReceived());
            for (Latency latency : Latency.values()) {
                assertThat(cells(Latencies.of(sum, latency)))
                        .as(one.name() + " " + latency)
                        .isEqualTo(cells(Latencies.of(one, latency)));
            }
        }
        long points = merged.timeline().stream()
                .flatMap(point -> point.requests().stream())
                .mapToLong(request -> request.count())
                .sum();
        assertThat(points)
                .isEqualTo(expected.stream().mapToLong(RequestStats::count).sum());
        assertThat(merged.timeline().stream().mapToDouble(TimePoint::end)).isSorted();
    }

    /** Every bucket and its count. A histogram's own equality also has the least value below its resolution of 1 µs. */
    private static List<Map.Entry<Long, Long>> cells(Histogram histogram) {
        List<Map.Entry<Long, Long>> cells = new ArrayList<>();
        histogram
                .recordedValues()
                .forEach(cell -> cells.add(Map.entry(cell.getValueIteratedTo(), cell.getCountAtValueIteratedTo())));
        return cells;
    }

    @Test
    void a_result_is_read_as_it_was_written() throws Exception {
        Path written = record(new Random(3), "a", new LatencyRecorder());
        String text = Files.readString(written.resolve("result.json"));

        RunResult read = ResultReader.read(SavedResult.read(written));

        assertThat(ResultJson.text(new JudgedResult(read, Verdict.of(List.of()))))
                .isEqualTo(text);
    }

    @Test
    void a_log_that_was_cut_short_is_noticed() throws Exception {
        Path written = record(new Random(3), "a", new LatencyRecorder());
        Path log = written.resolve("latencies.hlog");
        List<String> lines = Files.readAllLines(log);
        Files.write(log, lines.subList(0, lines.size() - 1));

        assertThatThrownBy(() -> ResultReader.read(SavedResult.read(written)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(".*latencies.hlog: .* values of .* of .* \\(expected: .*, as result.json says\\)");
    }

    /** Two parts with two stages each; the second part ended in its first stage. */
    @Test
    void stages_are_added_and_can_be_expected_of() throws Exception {
        List<Part> parts = List.of(staged("a", 5, 20, 40), staged("b", 7, 30));

        RunResult merged = Merge.of(parts, "merged");

        assertThat(merged.plan().request("greet").arrival().profile()).hasToString("12/2s, 24/3s");
        assertThat(merged.stages())
                .extracting(
                        StageStats::number,
                        StageStats::stage,
                        stage -> stage.stats().count())
                .containsExactly(tuple(1, "12/2s", 50L), tuple(2, "24/3s", 40L));
        LatencyRecorder one = new LatencyRecorder();
        calls(one, 20, 1);
        calls(one, 30, 1);
        assertThat(cells(merged.stages().get(0).stats().responseTime()))
                .isEqualTo(cells(one.take().get(0).responseTime()));
        assertThat(merged.stages().get(0).window().seconds()).isEqualTo(2.5);
        assertThat(ExpectationCheck.results(
                        List.of(
                                Expectation.parse("stage 1: rate == 20/s"),
                                Expectation.parse("greet: stage 2: p99 < 10ms")),
                        merged))
                .extracting(ExpectationResult::met)
                .containsExactly(true, false);
    }

    /** A part whose stages had so many calls; those of the first took milliseconds, those of the second ten times that. */
    private Part staged(String name, double rate, int... calls) throws Exception {
        Profile profile = Profile.parse("%s/2s, %s/3s".formatted(rate, 2 * rate));
        RequestPlan greet = SampleStats.PLAN.request("greet").with(new Arrival.Rate(rate, null, profile));
        LoadPlan plan = new LoadPlan(
                "load", SampleStats.PLAN.target(), Duration.ZERO, profile.duration(), null, List.of(greet));
        Instant start = SampleStats.START.plusMillis(name.equals("a") ? 0 : 500);
        LatencyRecorder all = new LatencyRecorder();
        List<StageStats> stages = new ArrayList<>();
        for (int stage = 0; stage < calls.length; stage++) {
            LatencyRecorder own = new LatencyRecorder();
            calls(own, calls[stage], 1 + 9 * stage);
            calls(all, calls[stage], 1 + 9 * stage);
            Window window = new Window(start.plusSeconds(2L * stage), start.plusSeconds(2 + 3L * stage), 2 + stage);
            stages.add(new StageStats(
                    stage + 1,
                    profile.stages().get(stage).toString(),
                    window,
                    own.take().get(0)));
        }
        Path path = folder.resolve(name);
        try (ResultFolder written = ResultFolder.open(path, false)) {
            Timeline timeline = new Timeline(Duration.ZERO);
            Interval interval = new Interval(
                    start,
                    Duration.ofSeconds(5),
                    5,
                    Phase.WINDOW,
                    all.take(),
                    List.of(),
                    0,
                    new IntervalHealth(0.5, 1.5, 3));
            timeline.read(interval);
            RunResult run = new RunResult(
                    RunInfo.of(name, null, Map.of()),
                    plan,
                    new Window(start, start.plusSeconds(5), 5),
                    SampleStats.INJECTOR,
                    interval.counted(),
                    List.of(),
                    timeline.points(),
                    stages);
            try (HistogramLog log = HistogramLog.create(written.latencies(), run.info())) {
                log.read(interval);
                log.complete(run);
            }
            written.write(new JudgedResult(run, Verdict.of(List.of())));
        }
        return new Part(name, ResultReader.read(SavedResult.read(path)), List.of());
    }

    private static void calls(LatencyRecorder recorder, int calls, long millis) {
        for (int call = 1; call <= calls; call++) {
            recorder.callEnded(new CallSample(
                    "greet",
                    MethodType.UNARY,
                    0,
                    0,
                    call * millis * 1_000_000,
                    Status.Code.OK,
                    FailureSource.NONE,
                    null,
                    -1,
                    -1,
                    -1,
                    false));
        }
    }

    private Path record(Random random, String name, LatencyRecorder all) throws Exception {
        Instant start = SampleStats.START.plusMillis(random.nextInt(900));
        int seconds = 2 + random.nextInt(5);
        List<String> names = NAMES.stream().filter(any -> random.nextInt(4) > 0).toList();
        LatencyRecorder counted = new LatencyRecorder();
        LatencyRecorder uncounted = new LatencyRecorder();
        Totals totals = new Totals();
        Duration warmUp = SampleStats.PLAN.warmUp();
        Timeline timeline = new Timeline(warmUp);
        Path path = folder.resolve(name);
        try (ResultFolder result = ResultFolder.open(path, false)) {
            try (HistogramLog log = HistogramLog.create(result.latencies(), SampleStats.INFO)) {
                for (int second = 1; second <= warmUp.toSeconds() + seconds; second++) {
                    boolean counts = second > warmUp.toSeconds();
                    for (int i = 0; i < random.nextInt(40) && !names.isEmpty(); i++) {
                        sample(random, names, counts ? List.of(counted, all) : List.of(uncounted));
                    }
                    Interval interval = new Interval(
                            start,
                            Duration.ofSeconds(second),
                            1,
                            counts ? Phase.WINDOW : Phase.WARM_UP,
                            counted.take(),
                            uncounted.take(),
                            random.nextInt(9),
                            new IntervalHealth(0.5, 1.5, 3));
                    totals.add(interval.counted());
                    timeline.read(interval);
                    log.read(interval);
                }
            }
            Window window = new Window(start.plus(warmUp), start.plus(warmUp).plusSeconds(seconds), seconds);
            RunResult run = new RunResult(
                    RunInfo.of(name, null, Map.of("commit", "4fe1c90")),
                    SampleStats.PLAN,
                    window,
                    SampleStats.INJECTOR,
                    totals.stats(),
                    List.of(SampleStats.CHANNELS),
                    timeline.points(),
                    List.of(),
                    List.of(SampleStats.slow(100 + random.nextInt(50), Status.Code.OK, "127.0.0.1:50051")));
            result.write(new JudgedResult(run, Verdict.of(List.of())));
        }
        return path;
    }

    private static void sample(Random random, List<String> names, List<? extends SampleListener> listeners) {
        String name = names.get(random.nextInt(names.size()));
        MethodType kind = SampleStats.PLAN.request(name).kind();
        long started = random.nextInt(1_000);
        long ended = started + (long) Math.pow(10, 3 + 7 * random.nextDouble());
        int fate = random.nextInt(10);
        FailureSource source =
                fate == 0 ? FailureSource.STATUS : fate == 1 ? FailureSource.CANCELLED : FailureSource.NONE;
        CallSample call = new CallSample(
                name,
                kind,
                0,
                started,
                ended,
                fate < 2 ? Status.Code.UNAVAILABLE : Status.Code.OK,
                source,
                fate == 0 ? "UNAVAILABLE: " + random.nextInt(3) : null,
                10,
                20,
                random.nextBoolean() ? ended / 2 : -1,
                false);
        MessageSample message = new MessageSample(
                name, kind, random.nextInt(2), ended, random.nextInt(100_000_000), random.nextInt(90_000_000));
        for (SampleListener listener : listeners) {
            listener.callEnded(call);
            if (kind != MethodType.UNARY) {
                listener.messageReceived(message);
            }
        }
    }
}
