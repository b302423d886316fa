package dev.yodel.loadtest.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyBucketsTest {

    private final LatencyBuckets buckets = new LatencyBuckets();

    @Test
    void goes_from_10_microseconds_to_an_hour() {
        ClassicHistogramBuckets classic = snapshot().getClassicBuckets();

        assertThat(classic.size()).isEqualTo(76);
        assertThat(classic.getUpperBound(0)).isEqualTo(10e-6);
        assertThat(classic.getUpperBound(10)).isEqualTo(100e-6);
        assertThat(classic.getUpperBound(60)).isEqualTo(10);
        assertThat(classic.getUpperBound(70)).isEqualTo(100);
        assertThat(classic.getUpperBound(74)).isEqualTo(3_600);
        assertThat(classic.getUpperBound(75)).isInfinite();
    }

    @Test
    void value_goes_to_the_bucket_that_ends_at_or_above_it() {
        buckets.add(nanos(1, 9_000, 100_000, 101_000, 75_000_000_000L));

        assertThat(count(0)).as("up to 10 µs").isEqualTo(2);
        assertThat(count(10)).as("up to 100 µs").isEqualTo(1);
        assertThat(count(11)).as("up to 125 µs").isEqualTo(1);
        assertThat(count(69)).as("63 s to 80 s").isEqualTo(1);
        assertThat(snapshot().getCount()).isEqualTo(5);
    }

    @Test
    void adds_up() {
        buckets.add(nanos(1_000_000));
        buckets.add(nanos(1_000_000, 2_000_000));

        assertThat(snapshot().getCount()).isEqualTo(3);
        assertThat(snapshot().getSum()).isCloseTo(0.004, within(0.00001));
    }

    @Test
    void is_empty_until_something_is_added() {
        assertThat(buckets.isEmpty()).isTrue();
        buckets.add(nanos(1));
        assertThat(buckets.isEmpty()).isFalse();
    }

    @Test
    void bounds_rise() {
        ClassicHistogramBuckets classic = snapshot().getClassicBuckets();

        assertThat(IntStream.range(1, classic.size()))
                .allMatch(i -> classic.getUpperBound(i) > classic.getUpperBound(i - 1));
    }

    private long count(int bucket) {
        return snapshot().getClassicBuckets().getCount(bucket);
    }

    private HistogramDataPointSnapshot snapshot() {
        return buckets.snapshot(Labels.EMPTY);
    }

    /** As the recorder makes them: from 1 µs to 1 h. */
    private static Histogram nanos(long... values) {
        Histogram histogram = new Histogram(1_000, 3_600_000_000_000L, 3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        return histogram;
    }
}
