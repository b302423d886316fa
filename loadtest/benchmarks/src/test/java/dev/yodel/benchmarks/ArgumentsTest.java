package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void families_are_taken_in_full_unless_asked_for_quickly() {
        assertThat(Arguments.parse(List.of("service")).effort()).isEqualTo(RunSettings.FULL);
        assertThat(Arguments.parse(List.of("service", "--quick")).effort()).isEqualTo(RunSettings.QUICK);
        assertThat(Arguments.parse(List.of("--rounds=9", "truth")).effort()).isEqualTo(RunSettings.FULL.withRounds(9));
    }

    @Test
    void only_what_is_taken_in_full_may_be_written() {
        assertThat(Arguments.parse(List.of("all", "--write")).write()).isTrue();
        assertThat(Arguments.parse(List.of("all", "--rounds=3", "--write")).all()).isTrue();
        assertThat(Arguments.parse(List.of("service", "--write")).write()).isTrue();
        assertThat(Arguments.parse(List.of("service", "--write")).all()).isFalse();
        assertThatThrownBy(() -> Arguments.parse(List.of("all", "--rounds=2", "--write")))
                .hasMessageContaining("3 rounds at least");
        assertThatThrownBy(() -> Arguments.parse(List.of("all", "--quick", "--write")))
                .hasMessage("--write: all --quick --write (expected: in full, 3 rounds at least)");
    }

    @Test
    void what_is_unknown_is_named() {
        assertThatThrownBy(() -> Arguments.parse(List.of("servce")))
                .hasMessageStartingWith("servce (expected: all or some of [service, ");
        assertThatThrownBy(() -> Arguments.parse(List.of("--quick"))).hasMessageStartingWith("no family (expected: ");
        assertThatThrownBy(() -> Arguments.parse(List.of("service", "--rounds=0"))).hasMessage("rounds: 0 (expected: > 0)");
        assertThatThrownBy(() -> Arguments.parse(List.of("service", "--rounds=x")))
                .hasMessage("--rounds: x (expected: a whole number)");
    }
}
