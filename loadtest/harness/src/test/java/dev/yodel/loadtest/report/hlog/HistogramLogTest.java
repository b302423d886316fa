package dev.yodel.loadtest.report.hlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.Totals;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramLogTest {

    @TempDir
    Path folder;

    @Test
    void its_sum_by_tag_is_the_run() throws IOException {
        Path file = folder.resolve("latencies.hlog");
        List<RequestStats> first = new SampleStats().greetings().chat().take();
        List<RequestStats> second = new SampleStats().greetings().take();
        try (HistogramLog log = HistogramLog.create(file, SampleStats.INFO)) {
            log.read(interval(1, first));
            log.read(interval(2, second));
            assertThat(log.complete()).isTrue();
        }

        Map<String, Histogram> sums = read(file);

        assertThat(sums)
                .containsOnlyKeys(
                        "greet.serviceTime",
                        "greet.responseTime",
                        "chat.serviceTime",
                        "chat.responseTime",
                        "chat.roundTrip",
                        "chat.firstMessage",
                        "chat.gap");
        Totals totals = new Totals();
        totals.add(first);
        totals.add(second);
        RequestStats greet = totals.stats().stream()
                .filter(stats -> stats.name().equals("greet"))
                .findAny()
                .orElseThrow();
        Histogram logged = sums.get("greet.responseTime");
        assertThat(logged.getTotalCount()).isEqualTo(202);
        assertThat(distribution(logged)).isEqualTo(distribution(greet.responseTime()));
    }

    @Test
    void holds_server_time_where_servers_report_it() throws IOException {
        Path file = folder.resolve("latencies.hlog");
        List<RequestStats> collect = new SampleStats().collection().take();
        try (HistogramLog log = HistogramLog.create(file, SampleStats.INFO)) {
            log.read(interval(1, collect));
        }

        Map<String, Histogram> sums = read(file);

        assertThat(sums)
                .containsOnlyKeys(
                        "collect.serviceTime", "collect.responseTime", "collect.serverTime", "collect.firstMessage");
        assertThat(distribution(sums.get("collect.serverTime")))
                .isEqualTo(distribution(collect.get(0).serverTime()));
    }

    @Test
    void omits_what_does_not_count() throws IOException {
        Path file = folder.resolve("latencies.hlog");
        try (HistogramLog log = HistogramLog.create(file, SampleStats.INFO)) {
            log.read(new Interval(
                    SampleStats.START,
                    Duration.ofSeconds(1),
                    1,
                    Phase.WARM_UP,
                    List.of(),
                    new SampleStats().greetings().take(),
                    0,
                    IntervalHealth.UNKNOWN));
        }

        assertThat(read(file)).isEmpty();
    }

    @Test
    void names_may_contain_characters_that_tags_may_not() throws IOException {
        Path file = folder.resolve("latencies.hlog");
        List<RequestStats> hello = new SampleStats()
                .call("say hello, twice", MethodType.UNARY, 0, 1, Status.Code.OK, FailureSource.NONE, null)
                .take();
        try (HistogramLog log = HistogramLog.create(file, SampleStats.INFO)) {
            log.read(interval(1, hello));
        }

        assertThat(read(file)).containsOnlyKeys("say_hello__twice.serviceTime", "say_hello__twice.responseTime");
    }

    /** HdrHistogram's own reader takes {@code #[StartTime:} and {@code #[BaseTime:} for more than comments. */
    @Test
    void says_which_run_it_is_in_comments_that_readers_skip() throws IOException {
        Path file = folder.resolve("latencies.hlog");
        RunInfo info = RunInfo.of("run-1", "Übung, [StartTime: 1]", Map.of("commit", "4fe1c90"));
        try (HistogramLog log = HistogramLog.create(file, info)) {
            log.read(interval(1, new SampleStats().greetings().take()));
        }

        assertThat(file)
                .content()
                .contains("#[Run: run-1]\n#[Name: \\u00dcbung, [StartTime: 1]]\n#[Label: commit=4fe1c90]\n");
        assertThat(read(file)).containsOnlyKeys("greet.serviceTime", "greet.responseTime");
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            assertThat(reader.nextIntervalHistogram().getStartTimeStamp()).isEqualTo(SampleStats.START.toEpochMilli());
        }
    }

    private static List<Double> distribution(Histogram nanos) {
        return DoubleStream.concat(
                        DoubleStream.of(nanos.getMinValue(), nanos.getMean(), nanos.getMaxValue()),
                        DoubleStream.of(50, 90, 95, 99, 99.9, 99.99).map(nanos::getValueAtPercentile))
                .boxed()
                .toList();
    }

    private static Interval interval(int end, List<RequestStats> counted) {
        return new Interval(
                SampleStats.START,
                Duration.ofSeconds(end),
                1,
                Phase.WINDOW,
                counted,
                List.of(),
                0,
                IntervalHealth.UNKNOWN);
    }

    private static Map<String, Histogram> read(Path file) throws IOException {
        Map<String, Histogram> sums = new HashMap<>();
        HistogramLogReader reader = new HistogramLogReader(file.toFile());
        EncodableHistogram next = reader.nextIntervalHistogram();
        while (next != null) {
            Histogram interval = (Histogram) next;
            sums.computeIfAbsent(interval.getTag(), tag -> new Histogram(3)).add(interval);
            next = reader.nextIntervalHistogram();
        }
        reader.close();
        return sums;
    }
}
