package dev.yodel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.LatenessIntervals.Interval;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenessCountersTest {

    private static final long MILLI = 1_000_000;

    private final long before = System.nanoTime();
    private final LatenessCounters counters = new LatenessCounters(Duration.ofSeconds(10));

    @Test
    void a_call_is_late_if_it_starts_more_than_a_millisecond_after_its_due_time() {
        long due = before + 5_000 * MILLI;
        counters.callStarted(due, due);
        counters.callStarted(due, due + MILLI);
        counters.callStarted(due, due + MILLI + 1);

        LatenessIntervals intervals = counters.within(before, before + 9_000 * MILLI);

        assertThat(intervals.all()).hasSizeBetween(88, 90);
        assertThat(intervals.all().stream().filter(interval -> interval.due() > 0))
                .singleElement()
                .satisfies(interval -> {
                    assertThat(interval.due()).isEqualTo(3);
                    assertThat(interval.late()).isEqualTo(1);
                    assertThat(due).isBetween(interval.fromNanos(), interval.toNanos());
                });
        assertThat(intervals.latePercent()).isEqualTo(100 / 3.0);
        assertThat(LatenessIntervals.parse(intervals.toString())).isEqualTo(intervals);
    }

    @Test
    void only_whole_intervals_of_a_period_are_returned() {
        long from = before + 1_050 * MILLI;

        assertThat(counters.within(from, from + 1_000 * MILLI).all())
                .hasSizeBetween(9, 10)
                .allSatisfy(interval -> assertThat(interval.fromNanos()).isGreaterThan(from))
                .last()
                .extracting(Interval::toNanos)
                .satisfies(to -> assertThat(to).isLessThanOrEqualTo(from + 1_000 * MILLI));
        assertThat(counters.within(from, from).all()).isEmpty();
    }

    @Test
    void calls_due_before_or_long_after_are_not_counted() {
        counters.callStarted(before - 1_000 * MILLI, before);
        counters.callStarted(before + 11_000 * MILLI, before);

        assertThat(counters.within(before, before + 20_000 * MILLI).latePercent())
                .isZero();
        assertThat(LatenessIntervals.parse("").latePercent()).isZero();
    }
}
