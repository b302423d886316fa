package dev.yodel.loadtest.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.search.Limit.EndedBy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitSearchTest {

    @Test
    void finds_the_highest_rate_that_is_kept_to_the_precision_and_confirms_it() throws Exception {
        Limit limit = search(640, 1e9, 100_000).from(100);

        assertThat(limit.rate()).isBetween(640 / 1.05, 640.0);
        assertThat(limit.endedBy()).isEqualTo(EndedBy.SERVICE);
        assertThat(limit.points()).extracting(Point::rate).startsWith(100.0, 200.0, 400.0, 800.0, 600.0);
        assertThat(limit.points().stream().filter(point -> point.rate() == limit.rate()))
                .hasSize(2);
    }

    @Test
    void begins_lower_if_the_first_rate_is_too_high() throws Exception {
        assertThat(search(7, 1e9, 100_000).from(100).rate()).isBetween(7 / 1.05, 7.0);
    }

    @Test
    void says_so_if_the_load_generator_ran_out_first() throws Exception {
        assertThat(search(640, 500, 100_000).from(100).endedBy()).isEqualTo(EndedBy.INJECTOR);
    }

    @Test
    void ends_at_the_highest_rate() throws Exception {
        Limit limit = search(1e9, 1e9, 1_000).from(100);

        assertThat(limit.rate()).isEqualTo(1_000);
        assertThat(limit.endedBy()).isEqualTo(EndedBy.HIGHEST_RATE);
    }

    @Test
    void finds_none_if_no_rate_is_kept() throws Exception {
        assertThat(search(0, 1e9, 1_000).from(100).rate()).isZero();
    }

    /** A rate that was kept once by luck. */
    @Test
    void what_is_not_kept_again_was_too_high() throws Exception {
        AtomicInteger lucky = new AtomicInteger();
        LimitSearch<Exception> search = new LimitSearch<>(
                rate -> point(rate, rate <= 400 || (rate < 790 && lucky.incrementAndGet() <= 3), true), 100_000, 0.05);

        Limit limit = search.from(100);

        assertThat(limit.rate()).isBetween(400.0, 800.0);
        assertThat(limit.points().stream().filter(point -> point.rate() == limit.rate() && point.kept()))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void always_ends() throws Exception {
        AtomicInteger coin = new AtomicInteger();
        LimitSearch<Exception> search =
                new LimitSearch<>(rate -> point(rate, coin.incrementAndGet() % 2 == 1, true), 100_000, 0.0001);

        assertThat(search.from(100).points()).hasSizeLessThanOrEqualTo(40);
    }

    private static LimitSearch<Exception> search(double service, double injector, double highest) {
        return new LimitSearch<>(rate -> point(rate, rate <= service, rate <= injector), highest, 0.05);
    }

    private static Point point(double rate, boolean kept, boolean healthy) {
        return new Point(rate, kept, healthy, List.of(), 1);
    }
}
