package dev.yodel.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {

    /** From the tables of Student's t. */
    @Test
    void quantiles_are_those_of_the_tables() {
        assertThat(Spread.student(0.975, 10)).isCloseTo(2.228, within(0.01));
        assertThat(Spread.student(0.995, 14)).isCloseTo(2.977, within(0.01));
        assertThat(Spread.student(0.975, 1_000)).isCloseTo(1.962, within(0.01));
    }

    @Test
    void is_wider_with_fewer_blocks() {
        double[] replicates =
                new Random(1).doubles(1_000).map(any -> 0.9 + 0.2 * any).toArray();

        Spread few = Spread.of(1, replicates, 4, 0.05);
        Spread many = Spread.of(1, replicates, 100, 0.05);

        assertThat(few.low()).isLessThan(many.low());
        assertThat(few.high()).isGreaterThan(many.high());
        assertThat(many.low()).isBetween(0.88, 0.91);
    }
}
