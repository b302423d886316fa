package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StallsTest {

    private static final Stalls STALLS = Stalls.parse(List.of(" from=1000 to=1400", " from=5000 to=5100"));

    @Test
    void they_are_a_share_of_a_window_as_far_as_they_lie_in_it() {
        assertThat(STALLS.percent(0, 10_000)).isEqualTo(5.0);
        assertThat(STALLS.percent(1200, 1000)).isEqualTo(20.0);
        assertThat(STALLS.percent(2000, 1000)).isZero();
        assertThat(Stalls.NONE.percent(0, 1000)).isZero();
    }
}
