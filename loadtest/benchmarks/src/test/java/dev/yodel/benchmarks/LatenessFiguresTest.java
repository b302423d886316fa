package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.load.KeyValues;
import dev.yodel.benchmarks.load.LatenessIntervals;
import dev.yodel.benchmarks.machine.CpuStalls;
import dev.yodel.benchmarks.report.Figure;
import dev.yodel.benchmarks.report.Validity;
import dev.yodel.benchmarks.round.Round;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LatenessFiguresTest {

    private static final List<Round> PUNCTUAL = rounds(300, 0, 0, 3);
    private static final List<Round> LATE = rounds(300, 0, 1, 3);

    @Test
    void lateness_is_judged_if_the_bare_client_is_punctual() {
        assertThat(judged(PUNCTUAL, PUNCTUAL).isGood()).isTrue();
        assertThat(judged(PUNCTUAL, LATE).row()).endsWith("| ≤ 0.1 | **missed** |");
    }

    @Test
    void a_punctual_client_meets_the_threshold_even_if_the_bare_client_is_late() {
        assertThat(judged(LATE, PUNCTUAL).row()).endsWith("| ≤ 0.1 | met |");
    }

    @Test
    void lateness_is_not_judged_if_both_clients_are_late() {
        Figure figure = judged(LATE, LATE);

        assertThat(figure.validity()).isEqualTo(Validity.DISTURBED);
        assertThat(figure.isGood()).isFalse();
        assertThat(LatenessFigures.judged(LATE, LATE, Validity.QUICK_RUN).validity())
                .isEqualTo(Validity.QUICK_RUN);
    }

    @Test
    void lateness_is_not_judged_by_fewer_than_100_stall_free_intervals() {
        assertThat(judged(PUNCTUAL, rounds(33, 0, 0, 0)).row()).endsWith("| **suspect**: machine busy |");
        assertThat(judged(rounds(33, 0, 0, 0), rounds(34, 0, 0, 0)).row()).endsWith("| ≤ 0.1 | met |");
    }

    private static Figure judged(List<Round> bare, List<Round> gatling) {
        return LatenessFigures.judged(bare, gatling, Validity.VALID);
    }

    /** One round for each number of late calls per thousand. */
    private static List<Round> rounds(int intervals, int... late) {
        return IntStream.of(late).mapToObj(each -> round(intervals, each)).toList();
    }

    private static Round round(int intervals, int late) {
        String line = Stream.generate(() -> "0:%d/1000".formatted(late))
                .limit(intervals)
                .collect(Collectors.joining(" "));
        return new Round(new KeyValues(Map.of()), LatenessIntervals.parse(line), Duration.ZERO, CpuStalls.NONE);
    }
}
