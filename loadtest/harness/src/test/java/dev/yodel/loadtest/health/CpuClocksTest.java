package dev.yodel.loadtest.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CpuClocksTest {

    private static final List<String> STAT = List.of(
            "cpu  886703 0 132599 2063648 2042 0 53373 126086 0 0",
            "cpu0 440000 0 66000 1030000 1000 0 26000 63000 0 0",
            "cpu1 446703 0 66599 1033648 1042 0 27373 63086 0 0",
            "intr 1 2 3");

    @Test
    void host_tells_what_it_gave_to_others() {
        assertThat(CpuClocks.stolen(STAT)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_260_860));
        assertThat(CpuClocks.processors(STAT)).isEqualTo(2);
    }

    @Test
    void machine_used_what_is_neither_idle_nor_stolen() {
        assertThat(CpuClocks.used(STAT)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10L * (886703 + 132599 + 53373)));
        assertThat(CpuClocks.used(List.of())).isZero();
    }

    @Test
    void control_groups_of_both_versions_tell_what_they_kept_back() {
        assertThat(CpuClocks.throttled(List.of("usage_usec 5", "nr_throttled 2", "throttled_usec 7")))
                .isEqualTo(7_000);
        assertThat(CpuClocks.throttled(List.of("nr_periods 5", "nr_throttled 2", "throttled_time 7")))
                .isEqualTo(7);
    }

    @Test
    void what_nobody_tells_is_nothing() {
        assertThat(CpuClocks.stolen(List.of())).isZero();
        assertThat(CpuClocks.stolen(List.of("cpu  1 2 3"))).isZero();
        assertThat(CpuClocks.processors(List.of())).isOne();
        assertThat(CpuClocks.throttled(List.of())).isZero();
    }

    @Test
    void clocks_of_this_machine_can_be_read() {
        assertThat(CpuClocks.process().getAsLong()).isPositive();
        assertThat(CpuClocks.machine().getAsLong()).isNotNegative();
        assertThat(CpuClocks.stolen().getAsLong()).isNotNegative();
        assertThat(CpuClocks.throttled().getAsLong()).isNotNegative();
    }
}
