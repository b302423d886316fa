package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void benchmarks_run_in_full_unless_a_quick_run_is_requested() {
        assertThat(Arguments.parse(List.of("service")).settings()).isEqualTo(RunSettings.FULL);
        assertThat(Arguments.parse(List.of("service", "--quick")).settings()).isEqualTo(RunSettings.QUICK);
        assertThat(Arguments.parse(List.of("--rounds=9", "accuracy")).settings())
                .isEqualTo(RunSettings.FULL.withRounds(9));
    }

    @Test
    void only_full_runs_may_be_written() {
        assertThat(Arguments.parse(List.of("all", "--write")).write()).isTrue();
        assertThat(Arguments.parse(List.of("all", "--rounds=3", "--write")).all())
                .isTrue();
        assertThat(Arguments.parse(List.of("service", "--write")).write()).isTrue();
        assertThat(Arguments.parse(List.of("service", "--write")).all()).isFalse();
        assertThatThrownBy(() -> Arguments.parse(List.of("all", "--rounds=2", "--write")))
                .hasMessageContaining("at least 3 rounds");
        assertThatThrownBy(() -> Arguments.parse(List.of("all", "--quick", "--write")))
                .hasMessage("--write: all --quick --write (expected: no --quick, and at least 3 rounds)");
    }

    @Test
    void an_unknown_argument_is_named() {
        assertThatThrownBy(() -> Arguments.parse(List.of("servce")))
                .hasMessageStartingWith("servce (expected: all, or some of [service, ");
        assertThatThrownBy(() -> Arguments.parse(List.of("--quick")))
                .hasMessageStartingWith("no benchmark (expected: ");
        assertThatThrownBy(() -> Arguments.parse(List.of("service", "--rounds=0")))
                .hasMessage("rounds: 0 (expected: > 0)");
        assertThatThrownBy(() -> Arguments.parse(List.of("service", "--rounds=x")))
                .hasMessage("--rounds: x (expected: a whole number)");
    }
}
