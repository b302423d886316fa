package dev.yodel.loadtest.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.result.Interval.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private final Timeline timeline = new Timeline(Duration.ofSeconds(5));

    @Test
    void begins_with_the_window() {
        read(4000, 1, Phase.WARM_UP);
        read(5000, 1, Phase.WARM_UP);
        read(6000, 1, Phase.WINDOW);

        assertThat(timeline.points())
                .singleElement()
                .returns(1.0, TimePoint::end)
                .returns(1.0, TimePoint::seconds);
    }

    /** The reading that is a few milliseconds late at the edge of the window makes no point of a few milliseconds. */
    @Test
    void joins_short_parts() {
        read(5004, 1.004, Phase.WARM_UP);
        read(6004, 1, Phase.WINDOW);
        read(6100, 0.096, Phase.WINDOW);

        assertThat(timeline.points()).singleElement().satisfies(point -> {
            assertThat(point.end()).isCloseTo(1.1, within(1e-9));
            assertThat(point.seconds()).isCloseTo(1.1, within(1e-9));
            assertThat(point.requests()).singleElement().returns(303L, RequestPoint::count);
        });
    }

    @Test
    void a_long_run_loses_resolution_and_no_call() {
        int seconds = 4 * Timeline.MOST + 17;
        IntStream.rangeClosed(6, 5 + seconds).forEach(end -> read(1000L * end, 1, Phase.WINDOW));

        List<TimePoint> points = timeline.points();
        assertThat(points).hasSizeBetween(Timeline.MOST / 2, Timeline.MOST);
        assertThat(points.stream().mapToDouble(TimePoint::seconds).sum()).isCloseTo(seconds, within(1e-6));
        assertThat(points.stream()
                        .mapToLong(point -> point.requests().get(0).count())
                        .sum())
                .isEqualTo(101L * seconds);
    }

    @Test
    void percentiles_are_within_one_percent_of_the_histogram_also_after_a_join() {
        Random random = new Random(7);
        Histogram a = random(random);
        Histogram b = random(random);
        LatencyCounts both = LatencyCounts.of(a).plus(LatencyCounts.of(b));
        a.add(b);

        for (double percentile : new double[] {1, 50, 90, 99, 99.9}) {
            double exact = a.getValueAtPercentile(percentile);
            assertThat(both.percentile(percentile)).isCloseTo(exact, within(0.0115 * exact));
        }
        assertThat(both.maxNanos()).isEqualTo(a.getMaxValue());
    }

    private static Histogram random(Random random) {
        Histogram nanos = new Histogram(3);
        random.doubles(10_000, 3, 9).forEach(log -> nanos.recordValue((long) Math.pow(10, log)));
        return nanos;
    }

    @Test
    void keeps_the_latencies_that_have_a_value() {
        read(6000, 1, Phase.WINDOW);

        RequestPoint greet = timeline.points().get(0).requests().get(0);
        assertThat(greet.latencies()).containsOnlyKeys(Latency.RESPONSE_TIME, Latency.SERVICE_TIME);
        assertThat(Objects.requireNonNull(greet.latencies().get(Latency.RESPONSE_TIME))
                        .percentile(50))
                .isCloseTo(51e6, within(0.6e6));
    }

    private void read(long endMillis, double seconds, Phase phase) {
        List<RequestStats> counted = new SampleStats().greetings().take();
        timeline.read(new Interval(
                SampleStats.START,
                Duration.ofMillis(endMillis),
                seconds,
                phase,
                counted,
                List.of(),
                3,
                IntervalHealth.UNKNOWN));
    }
}
