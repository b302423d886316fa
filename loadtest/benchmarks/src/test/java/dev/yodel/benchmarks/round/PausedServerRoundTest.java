package dev.yodel.benchmarks.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PausedServerRoundTest {

    /** Every call of a schedule of 300/s for 20 s, with the server stopped from 5 s to 6 s and no other latency. */
    @Test
    void the_expected_p99_is_that_of_the_schedule() {
        double[] times = IntStream.range(0, 6_000)
                .mapToDouble(i -> i / 300.0)
                .map(due -> due >= 5 && due < 6 ? 6 - due : 0)
                .sorted()
                .toArray();

        assertThat(PausedServerRound.expectedP99Seconds(1, 20)).isCloseTo(times[5_940 - 1], within(1 / 300.0));
    }
}
