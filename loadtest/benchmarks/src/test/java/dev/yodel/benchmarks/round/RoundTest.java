package dev.yodel.benchmarks.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LatenessIntervals;
import dev.yodel.benchmarks.machine.CpuStalls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTest {

    @Test
    void cost_is_cpu_time_divided_by_answers() {
        Round round = round("answered=1000000 seconds=10 cpuSeconds=4 p50Nanos=120000 p99Nanos=1", 5);

        assertThat(round.serverMicrosPerAnswer()).isEqualTo(5.0);
        assertThat(round.answersPerCpuSecond()).isEqualTo(250_000.0);
        assertThat(round.p50Micros()).isEqualTo(120.0);
    }

    @Test
    void rates_of_a_paused_client_count_the_time_that_it_ran() {
        Round round = round("answered=1000000 seconds=25 cpuSeconds=4", 8).withSeconds(5);

        assertThat(round.answersPerSecond()).isEqualTo(200_000.0);
        assertThat(round.clientCores()).isEqualTo(0.8);
        assertThat(round.serverCores()).isEqualTo(1.6);
        assertThat(round.answersPerCpuSecond()).isEqualTo(250_000.0);
    }

    @Test
    void stalls_are_a_share_of_the_window() {
        Round round =
                round("beginNanos=0 seconds=10", 1).withStalls(CpuStalls.parse(List.of("from=4000000 to=14000000")));

        assertThat(round.stalledPercent()).isEqualTo(0.1);
    }

    @Test
    void late_calls_are_a_share_of_all_calls_and_of_those_in_stall_free_intervals() {
        LatenessIntervals lateness = LatenessIntervals.parse(
                "0:0/1000 100000000:30/1000 200000000:5/1000 300000000:1/1000 400000000:0/1000");
        Round round = new Round(KeyValues.parse("beginNanos=0 seconds=1"), lateness, Duration.ZERO, CpuStalls.NONE)
                .withStalls(CpuStalls.parse(List.of("from=150000000 to=160000000")));

        assertThat(round.lateness().latePercent()).isEqualTo(0.72);
        assertThat(round.stallFree().all()).hasSize(3);
        assertThat(round.stallFree().latePercent()).isEqualTo(1 / 30.0);
    }

    private static Round round(String client, long serverSeconds) {
        return new Round(
                KeyValues.parse(client), LatenessIntervals.NONE, Duration.ofSeconds(serverSeconds), CpuStalls.NONE);
    }
}
