package dev.yodel.loadtest.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeBucketsTest {

    private final NativeBuckets buckets = new NativeBuckets();

    @Test
    void value_lies_between_the_bounds_of_its_bucket() {
        Random random = new Random(20);
        for (int i = 0; i < 10_000; i++) {
            long nanos = (long) (1_001 * Math.pow(10, random.nextDouble() * 9.5));
            NativeBuckets own = new NativeBuckets();
            own.add(nanos, 1);

            int index = filled(own).get(0).getBucketIndex();
            assertThat(nanos / 1e9)
                    .as("index %d", index)
                    .isGreaterThan(bound(index - 1) * (1 - 1e-9))
                    .isLessThanOrEqualTo(bound(index) * (1 + 1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, -1, 0, 1, 5})
    void bound_belongs_to_the_bucket_that_ends_with_it(int exponent) {
        buckets.add(Math.round(Math.pow(2, exponent) * 1e9), 1);

        assertThat(filled(buckets))
                .singleElement()
                .extracting(NativeHistogramBucket::getBucketIndex)
                .isEqualTo(exponent * 16);
    }

    @Test
    void up_to_a_microsecond_is_zero_and_more_than_an_hour_is_the_last_bucket() {
        buckets.add(0, 2);
        buckets.add(1_000, 1);
        buckets.add(3_600_000_000_000L, 1);
        buckets.add(Long.MAX_VALUE, 1);

        assertThat(point(buckets).getNativeZeroCount()).isEqualTo(3);
        assertThat(point(buckets).getNativeZeroThreshold()).isEqualTo(1e-6);
        assertThat(filled(buckets)).singleElement().satisfies(last -> {
            assertThat(last.getCount()).isEqualTo(2);
            assertThat(bound(last.getBucketIndex())).isGreaterThan(3_600);
        });
    }

    @Test
    void adds_up_and_leaves_out_empty_buckets() {
        buckets.add(1_000_000, 5);
        buckets.add(1_000_000, 6);
        buckets.add(9_000_000_000L, 1);

        assertThat(filled(buckets)).extracting(NativeHistogramBucket::getCount).containsExactly(11L, 1L);
        assertThat(point(buckets).getCount()).isEqualTo(12);
    }

    private static double bound(int index) {
        return Math.pow(2, index / 16.0);
    }

    private static List<NativeHistogramBucket> filled(NativeBuckets buckets) {
        return point(buckets).getNativeBucketsForPositiveValues().stream().toList();
    }

    private static HistogramDataPointSnapshot point(NativeBuckets buckets) {
        return buckets.applyTo(HistogramDataPointSnapshot.builder()).sum(0).build();
    }
}
