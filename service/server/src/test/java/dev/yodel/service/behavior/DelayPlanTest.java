package dev.yodel.service.behavior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.TextFormat;
import dev.yodel.v1.Delay;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayPlanTest {

    private static final int DRAWS = 100_000;

    @Test
    void a_uniform_delay_is_anywhere_between_its_ends() throws Exception {
        long[] drawn = draw("uniform { min { nanos: 20 } max { nanos: 29 } }");

        assertThat(LongStream.of(drawn).distinct().sorted())
                .containsExactly(20L, 21L, 22L, 23L, 24L, 25L, 26L, 27L, 28L, 29L);
        assertThat(count(drawn, 29)).isCloseTo(DRAWS / 10, within(DRAWS / 50));
    }

    @Test
    void a_weighted_delay_is_chosen_by_its_weight() throws Exception {
        long[] drawn =
                draw("weighted { choices { delay { nanos: 1 } weight: 9 } choices { delay { nanos: 5 } weight: 1 } }");

        assertThat(count(drawn, 1) + count(drawn, 5)).isEqualTo(DRAWS);
        assertThat(count(drawn, 5)).isCloseTo(DRAWS / 10, within(DRAWS / 50));
    }

    @Test
    void a_log_normal_delay_has_its_median_and_its_p99() throws Exception {
        long[] drawn = draw("log_normal { median { nanos: 20000000 } p99 { nanos: 200000000 } }");
        Arrays.sort(drawn);

        assertThat((double) drawn[DRAWS / 2]).isCloseTo(20e6, within(0.5e6));
        assertThat((double) drawn[DRAWS * 99 / 100]).isCloseTo(200e6, within(12e6));
        assertThat(drawn[DRAWS - 1]).isLessThanOrEqualTo(2_000_000_000L);
    }

    @Test
    void the_same_seed_draws_the_same() throws Exception {
        String uniform = "uniform { max { seconds: 60 } }";

        assertThat(draw(uniform)).isEqualTo(draw(uniform));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', textBlock = """
            uniform { min { seconds: 2 } max { seconds: 1 } } → d.uniform.max: 1s (expected: at least the min of 2s)
            uniform { max { seconds: 61 } } → d.uniform.max: 61s (expected: 0s to 60s)
            weighted { } → d.weighted.choices: 0 (expected: 1 to 16)
            weighted { choices { } } → d.weighted.choices[0].weight: 0 (expected: 1 to 1,000,000)
            log_normal { p99 { seconds: 1 } } → d.log_normal.median: 0s (expected: more than 0s)
            log_normal { median { seconds: 1 } p99 { seconds: 1 } } → d.log_normal.p99: 1s (expected: more than the median of 1s)
            """)
    void rejects_what_is_out_of_bounds(String delay, String message) throws Exception {
        Violations violations = new Violations();
        DelayPlan.of("d", TextFormat.parse(delay, Delay.class), violations);

        assertThatThrownBy(violations::rejectIfAny).hasMessage(message);
    }

    private static long[] draw(String text) throws TextFormat.ParseException {
        Violations violations = new Violations();
        DelayPlan plan = DelayPlan.of("d", TextFormat.parse(text, Delay.class), violations);
        violations.rejectIfAny();
        SplittableRandom random = new SplittableRandom(1829);
        return LongStream.generate(() -> plan.draw(random)).limit(DRAWS).toArray();
    }

    private static int count(long[] drawn, long value) {
        return (int) LongStream.of(drawn).filter(each -> each == value).count();
    }
}
