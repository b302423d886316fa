package dev.yodel.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.report.hlog.LatencyLog;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Comparisons of runs that are made of recorded seconds: {@code recorded.hlog} has a minute of 200 unary calls per second on a
 * machine with two cores that others used as well.
 */
class ComparisonTest {

    private static final String TAG = "Echo.responseTime";
    private static final int BLOCK = 5;
    private static final int SECONDS = 60;
    private static final double MOST = 0.05;

    private static final List<Histogram> RECORDED = new ArrayList<>();

    @BeforeAll
    static void read(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("recorded.hlog");
        try (InputStream in =
                Objects.requireNonNull(ComparisonTest.class.getResourceAsStream("recorded.hlog"), "recorded.hlog")) {
            Files.copy(in, log, StandardCopyOption.REPLACE_EXISTING);
        }
        LatencyLog.read(log, (tag, nanos) -> {
            if (tag.equals(TAG)) {
                RECORDED.add(nanos);
            }
        });
    }

    /** Of 200 pairs without a difference, at most 5 % may be reported as one. */
    @Test
    void pairs_without_a_difference_raise_few_alarms() {
        int alarms = 0;
        for (int seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<Difference> differences =
                    Comparison.of(List.of(resampled(random, 1)), List.of(resampled(random, 1)), List.of(TAG), seed);
            alarms += differences.stream().anyMatch(difference -> difference.isRegression(MOST)) ? 1 : 0;
        }

        assertThat(alarms).isLessThanOrEqualTo(10);
    }

    @Test
    void a_version_that_is_half_as_fast_is_a_regression() {
        Random random = new Random(1);

        List<Difference> differences =
                Comparison.of(List.of(resampled(random, 1)), List.of(resampled(random, 2)), List.of(TAG), 1);

        assertThat(differences).extracting(Difference::percentile).containsExactly(50.0, 90.0, 99.0);
        assertThat(differences.get(0).isRegression(MOST)).isTrue();
        assertThat(differences.get(0).change()).isBetween(0.7, 1.4);
    }

    @Test
    void a_version_that_is_twice_as_fast_is_none() {
        Random random = new Random(1);

        Difference median = Comparison.of(List.of(resampled(random, 2)), List.of(resampled(random, 1)), List.of(TAG), 1)
                .get(0);

        assertThat(median.isShown()).isTrue();
        assertThat(median.isRegression(MOST)).isFalse();
    }

    /** One slow run of three is chance as long as runs differ that much. */
    @Test
    void runs_on_a_side_are_used_as_such() {
        Random random = new Random(4);
        List<RunIntervals> base = List.of(resampled(random, 1), resampled(random, 1.5), resampled(random, 1));
        List<RunIntervals> fresh = List.of(resampled(random, 1), resampled(random, 1.5), resampled(random, 1.5));

        assertThat(Comparison.of(base, fresh, List.of(TAG), 1)).noneMatch(difference -> difference.isRegression(MOST));
    }

    @Test
    void too_short_a_run_is_not_compared() {
        RunIntervals few = new RunIntervals();
        RECORDED.subList(0, 3).forEach(nanos -> few.add(TAG, nanos));

        assertThat(Comparison.of(List.of(few), List.of(resampled(new Random(1), 1)), List.of(TAG), 1))
                .isEmpty();
    }

    @Test
    void percentiles_are_those_of_the_histogram() {
        Histogram all = new Histogram(3);
        RECORDED.forEach(all::add);
        long[] sums = new long[FineCounts.BUCKETS];
        RECORDED.forEach(nanos -> FineCounts.of(nanos).addTo(sums));

        double[] found = FineCounts.percentiles(sums, 0, new double[] {50, 99});

        assertThat(found[0] / all.getValueAtPercentile(50)).isBetween(0.99, 1.01);
        assertThat(found[1] / all.getValueAtPercentile(99)).isBetween(0.99, 1.01);
    }

    private static RunIntervals resampled(Random random, double slower) {
        RunIntervals run = new RunIntervals();
        for (int second = 0; second < SECONDS; second += BLOCK) {
            int from = random.nextInt(RECORDED.size() - BLOCK + 1);
            RECORDED.subList(from, from + BLOCK).forEach(nanos -> run.add(TAG, slowed(nanos, slower)));
        }
        return run;
    }

    private static Histogram slowed(Histogram nanos, double factor) {
        Histogram slowed = new Histogram(3);
        nanos.recordedValues()
                .forEach(cell -> slowed.recordValueWithCount(
                        Math.round(cell.getValueIteratedTo() * factor), cell.getCountAtValueIteratedTo()));
        return slowed;
    }
}
