package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.Fields;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundTest {

    @Test
    void cost_is_cpu_time_by_answers() {
        Round round = round("answered=1000000 seconds=10 cpuSeconds=4 p50Nanos=120000 p99Nanos=1", 5);

        assertThat(round.serverMicrosPerAnswer()).isEqualTo(5.0);
        assertThat(round.answersPerCpuSecond()).isEqualTo(250_000.0);
        assertThat(round.p50Micros()).isEqualTo(120.0);
    }

    @Test
    void a_round_in_which_nobody_had_a_whole_core_was_disturbed() {
        String client = "answered=1 seconds=10 cpuSeconds=%s p50Nanos=1 p99Nanos=1";

        assertThat(round(client.formatted("8.9"), 3).isDisturbed()).isTrue();
        assertThat(round(client.formatted("9.1"), 8).isDisturbed()).isFalse();
        assertThat(round(client.formatted("2"), 10).isDisturbed()).isFalse();
        assertThat(round(client.formatted("7"), 6).isDisturbed()).isFalse();
    }

    @Test
    void late_calls_are_a_share_of_all_and_what_the_machine_withheld_is_one_of_the_window() {
        Round round = round("answered=1000 late=3 beginNanos=0 seconds=10", 1)
                .besides(Stalls.parse(List.of("from=4000000 to=14000000")));

        assertThat(round.latePercent()).isEqualTo(0.3);
        assertThat(round.withheldPercent()).isEqualTo(0.1);
    }

    private static Round round(String client, long serverSeconds) {
        return new Round(Fields.parse(client), Duration.ofSeconds(serverSeconds), Stalls.NONE);
    }
}
