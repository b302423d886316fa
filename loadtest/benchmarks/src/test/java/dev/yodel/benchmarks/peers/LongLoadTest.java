package dev.yodel.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LongLoadTest {

    @Test
    void growth_leaves_out_the_start() {
        assertThat(LongLoad.growth(List.of(1.0, 90.0, 100.0, 100.0, 100.0, 110.0, 103.0, 103.0)))
                .isEqualTo(3);
    }

    @Test
    void calls_that_only_the_service_counted_are_lost() {
        assertThat(new LongLoad(7, 9, 0).lost()).isEqualTo(2);
    }
}
