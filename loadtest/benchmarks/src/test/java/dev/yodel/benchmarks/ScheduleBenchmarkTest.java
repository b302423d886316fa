package dev.yodel.benchmarks;

import dev.yodel.benchmarks.round.Candidate;
import dev.yodel.benchmarks.machine.CpuStalls;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.round.Round;
import dev.yodel.benchmarks.report.Validity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LatenessIntervals;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleBenchmarkTest {

    private static final Candidate PUNCTUAL = turn(300, 0, 0, 3);
    private static final Candidate LATE = turn(300, 0, 1, 3);

    @Test
    void a_pace_is_judged_by_itself_where_the_bare_client_keeps_it() {
        assertThat(ScheduleBenchmark.lateness(PUNCTUAL, PUNCTUAL, Validity.JUDGED).isGood())
                .isTrue();
        assertThat(ScheduleBenchmark.lateness(PUNCTUAL, LATE, Validity.JUDGED).row()).endsWith("| ≤ 0.1 | **missed** |");
    }

    @Test
    void a_pace_that_is_kept_on_a_machine_on_which_the_bare_client_is_late_is_kept_all_the_same() {
        assertThat(ScheduleBenchmark.lateness(LATE, PUNCTUAL, Validity.JUDGED).row()).endsWith("| ≤ 0.1 | met |");
    }

    @Test
    void nothing_is_said_of_a_pace_that_neither_keeps() {
        Figure figure = ScheduleBenchmark.lateness(LATE, LATE, Validity.JUDGED);

        assertThat(figure.standing()).isEqualTo(Validity.DISTURBED);
        assertThat(figure.isGood()).isFalse();
        assertThat(ScheduleBenchmark.lateness(LATE, LATE, Validity.QUICK).standing()).isEqualTo(Validity.QUICK);
    }

    @Test
    void nothing_is_said_of_a_pace_on_a_machine_that_hardly_ever_left_the_core() {
        assertThat(ScheduleBenchmark.lateness(PUNCTUAL, turn(33, 0, 0, 0), Validity.JUDGED)
                        .row())
                .endsWith("| **suspect**: machine busy |");
        assertThat(ScheduleBenchmark.lateness(turn(33, 0, 0, 0), turn(34, 0, 0, 0), Validity.JUDGED)
                        .row())
                .endsWith("| ≤ 0.1 | met |");
    }

    /** Of a round for each number of calls in a thousand that were late. */
    private static Candidate turn(int tenths, int... late) {
        return new Candidate(
                "turn", IntStream.of(late).mapToObj(each -> round(tenths, each)).toList());
    }

    private static Round round(int tenths, int late) {
        String told =
                Stream.generate(() -> "0:%d/1000".formatted(late)).limit(tenths).collect(Collectors.joining(" "));
        return new Round(new KeyValues(Map.of()), LatenessIntervals.parse(told), Duration.ZERO, CpuStalls.NONE);
    }
}
