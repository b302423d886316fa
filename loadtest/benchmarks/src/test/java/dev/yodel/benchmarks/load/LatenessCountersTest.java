package dev.yodel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.LatenessIntervals.Tenth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenessCountersTest {

    private static final long MILLI = 1_000_000;

    private final long before = System.nanoTime();
    private final LatenessCounters punctuality = new LatenessCounters(Duration.ofSeconds(10));

    @Test
    void a_call_is_late_that_begins_more_than_a_millisecond_after_it_was_due() {
        long due = before + 5_000 * MILLI;
        punctuality.began(due, due);
        punctuality.began(due, due + MILLI);
        punctuality.began(due, due + MILLI + 1);

        LatenessIntervals tenths = punctuality.within(before, before + 9_000 * MILLI);

        assertThat(tenths.all()).hasSizeBetween(88, 90);
        assertThat(tenths.all().stream().filter(tenth -> tenth.due() > 0))
                .singleElement()
                .satisfies(tenth -> {
                    assertThat(tenth.due()).isEqualTo(3);
                    assertThat(tenth.late()).isEqualTo(1);
                    assertThat(due).isBetween(tenth.fromNanos(), tenth.toNanos());
                });
        assertThat(tenths.latePercent()).isEqualTo(100 / 3.0);
        assertThat(LatenessIntervals.parse(tenths.toString())).isEqualTo(tenths);
    }

    @Test
    void only_whole_tenths_of_a_stretch_are_told() {
        long from = before + 1_050 * MILLI;

        assertThat(punctuality.within(from, from + 1_000 * MILLI).all())
                .hasSizeBetween(9, 10)
                .allSatisfy(tenth -> assertThat(tenth.fromNanos()).isGreaterThan(from))
                .last()
                .extracting(Tenth::toNanos)
                .satisfies(to -> assertThat(to).isLessThanOrEqualTo(from + 1_000 * MILLI));
        assertThat(punctuality.within(from, from).all()).isEmpty();
    }

    @Test
    void calls_due_before_or_long_after_are_not_counted() {
        punctuality.began(before - 1_000 * MILLI, before);
        punctuality.began(before + 11_000 * MILLI, before);

        assertThat(punctuality.within(before, before + 20_000 * MILLI).latePercent())
                .isZero();
        assertThat(LatenessIntervals.parse("").latePercent()).isZero();
    }
}
