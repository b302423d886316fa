package dev.yodel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void the_median_of_an_odd_number_of_rounds_is_the_middle_one() {
        assertThat(new Series(List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5.0);
    }

    @Test
    void the_median_of_an_even_number_of_rounds_lies_between_the_middle_two() {
        assertThat(new Series(List.of(4.0, 1.0, 9.0, 3.0)).median()).isEqualTo(3.5);
    }

    @Test
    void the_text_is_the_median_and_the_range() {
        assertThat(new Series(List.of(6.314, 5.98, 6.1))).hasToString("6.10 (5.98–6.31)");
        assertThat(new Series(List.of(52.26))).hasToString("52.3");
        assertThat(new Series(List.of(10_000.0))).hasToString("10,000");
    }

    @Test
    void a_series_needs_a_value() {
        assertThatThrownBy(() -> new Series(List.of())).hasMessage("values: none (expected: one or more)");
    }
}
