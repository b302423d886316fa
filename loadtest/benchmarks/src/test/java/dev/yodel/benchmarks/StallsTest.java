package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {

    private static final Stalls STALLS = Stalls.parse(List.of(" from=1000 to=1400", " from=5000 to=5100"));

    @Test
    void a_stall_delays_what_falls_due_in_it_and_as_long_after_it() {
        assertThat(STALLS.delay(999)).isFalse();
        assertThat(STALLS.delay(1000)).isTrue();
        assertThat(STALLS.delay(1800)).isTrue();
        assertThat(STALLS.delay(1801)).isFalse();
        assertThat(STALLS.delay(5200)).isTrue();
        assertThat(Stalls.NONE.delay(1000)).isFalse();
    }

    @Test
    void a_stall_before_the_last_one_is_made_up_for_adds_to_it() {
        Stalls close = Stalls.parse(List.of("from=1000 to=1400", "from=1500 to=1600"));

        assertThat(close.delay(2000)).isTrue();
        assertThat(close.delay(2001)).isFalse();
    }

    @Test
    void they_are_a_share_of_a_window_as_far_as_they_lie_in_it() {
        assertThat(STALLS.percent(0, 10_000)).isEqualTo(5.0);
        assertThat(STALLS.percent(1200, 1000)).isEqualTo(20.0);
        assertThat(STALLS.percent(2000, 1000)).isZero();
    }
}
