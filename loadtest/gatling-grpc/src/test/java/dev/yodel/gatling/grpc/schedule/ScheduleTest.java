package dev.yodel.gatling.grpc.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void a_constant_schedule_is_due_at_even_intervals_without_drift() {
        List<Long> due = all(Schedule.constant(3).during(Duration.ofSeconds(100)), 0);

        assertThat(due).hasSize(300);
        assertThat(due.get(0)).isZero();
        assertThat(due.get(299)).isCloseTo(99_666_666_666L, within(2L));
    }

    @Test
    void a_number_of_sends_is_kept() {
        assertThat(all(Schedule.constant(10).times(7), 3)).hasSize(7);
    }

    @Test
    void users_are_spread_over_the_first_interval() {
        assertThat(List.of(1L, 2L, 3L, 4L))
                .map(user -> all(Schedule.constant(1).times(1), user).get(0))
                .doesNotHaveDuplicates()
                .allSatisfy(due -> assertThat(due).isBetween(0L, 1_000_000_000L));
    }

    @Test
    void a_poisson_schedule_has_its_mean_and_spread_and_repeats_by_seed() {
        List<Long> due = all(Schedule.poisson(1_000, 42).times(100_000), 1);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < due.size(); i++) {
            gaps.add(due.get(i) - due.get(i - 1));
        }
        double mean = gaps.stream().mapToLong(Long::longValue).average().orElseThrow();
        double variance = gaps.stream()
                .mapToDouble(gap -> (gap - mean) * (gap - mean))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(1e6, within(1e4));
        assertThat(Math.sqrt(variance)).isCloseTo(mean, within(2e4));
        assertThat(all(Schedule.poisson(1_000, 42).times(100_000), 1)).isEqualTo(due);
        assertThat(all(Schedule.poisson(1_000, 42).times(100), 2)).isNotEqualTo(due.subList(0, 100));
    }

    @Test
    void a_ramp_sends_as_many_as_the_mean_of_its_rates_and_ever_faster() {
        List<Long> due = all(Schedule.ramp(0, 200, Duration.ofSeconds(10)), 0);

        assertThat(due).hasSize(1_000).isSorted();
        assertThat(due.stream().filter(nanos -> nanos < 5_000_000_000L)).hasSize(250);
    }

    @Test
    void a_falling_ramp_ends_at_its_end() {
        List<Long> due = all(Schedule.ramp(100, 0, Duration.ofSeconds(10)), 0);

        assertThat(due).hasSizeBetween(499, 501).isSorted();
        assertThat(due.get(due.size() - 1)).isLessThan(10_000_000_000L);
    }

    @Test
    void bad_rates_and_ends_are_refused_with_their_value() {
        assertThatThrownBy(() -> Schedule.constant(-1)).hasMessage("rate: -1.0 sends/s (expected: > 0)");
        assertThatThrownBy(() -> Schedule.constant(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Schedule.ramp(0, 0, Duration.ofSeconds(1))).hasMessageContaining("0 to 0");
        assertThatThrownBy(() -> Schedule.constant(1).during(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> Schedule.constant(1).times(0)).hasMessage("times: 0 (expected: > 0)");
    }

    @Test
    void stages_follow_each_other() {
        List<Schedule.Stage> stages = List.of(
                new Schedule.Stage(0, 100, Duration.ofSeconds(1)),
                new Schedule.Stage(0, 0, Duration.ofSeconds(1)),
                new Schedule.Stage(10, 10, Duration.ofSeconds(1)));
        List<Long> due = all(Schedule.stages(stages).dueTimes(0));

        assertThat(due).isSorted().hasSize(60);
        assertThat(due.subList(0, 50)).allMatch(nanos -> nanos < 1_000_000_000L);
        assertThat(due.subList(50, 60)).allMatch(nanos -> nanos >= 2_000_000_000L && nanos < 3_000_000_000L);
    }

    @Test
    void poisson_stages_have_as_many_sends_on_average_and_are_the_same_each_time() {
        List<Schedule.Stage> stages = List.of(
                new Schedule.Stage(0, 2000, Duration.ofSeconds(5)),
                new Schedule.Stage(100, 100, Duration.ofSeconds(5)));
        List<Long> due = all(Schedule.poissonStages(stages, 7).dueTimes(1));

        assertThat(due).isSorted();
        assertThat(due.size()).isCloseTo(5500, within(400));
        assertThat(due.stream().filter(nanos -> nanos < 5_000_000_000L).count()).isCloseTo(5000L, within(350L));
        assertThat(all(Schedule.poissonStages(stages, 7).dueTimes(1))).isEqualTo(due);
    }

    @Test
    void stages_without_a_send_are_refused() {
        assertThatThrownBy(() -> Schedule.stages(List.of(new Schedule.Stage(0, 0, Duration.ofSeconds(1)))))
                .hasMessage("stages: nothing to send (expected: a rate > 0 in one of them)");
    }

    private static List<Long> all(DueTimes dueTimes) {
        List<Long> all = new ArrayList<>();
        for (long due = dueTimes.next(); due != DueTimes.NONE; due = dueTimes.next()) {
            all.add(due);
        }
        return all;
    }

    private static List<Long> all(Schedule schedule, long user) {
        DueTimes dueTimes = schedule.dueTimes(user);
        List<Long> all = new ArrayList<>();
        for (long due = dueTimes.next(); due != DueTimes.NONE; due = dueTimes.next()) {
            all.add(due);
        }
        return all;
    }
}
