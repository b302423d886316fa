package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.Rounds.Pair;
import dev.yodel.benchmarks.load.Fields;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    private static final Series BARE = new Series(List.of(5.0, 6.0, 7.0));

    @Test
    void a_ratio_is_that_of_the_medians_and_is_held_against_the_target() {
        Figure met =
                Figure.ratio("CPU, µs", BARE, new Series(List.of(6.6, 6.0, 9.0)), Target.atMost(1.10), Standing.JUDGED);
        Figure missed =
                Figure.ratio("CPU, µs", BARE, new Series(List.of(6.7, 6.0, 9.0)), Target.atMost(1.10), Standing.JUDGED);

        assertThat(met.isGood()).isTrue();
        assertThat(missed.isGood()).isFalse();
        assertThat(met.row()).isEqualTo("| CPU, µs | 6 (5–7) | 6.60 (6–9) | 1.10 | ≤ 1.1 | met |");
        assertThat(missed.row()).endsWith("| 1.12 | ≤ 1.1 | **missed** |");
    }

    @Test
    void of_figures_taken_at_the_same_time_the_ratios_count() {
        List<Pair> pairs = List.of(pair(271, 278), pair(225, 239), pair(192, 189));

        Figure figure = Figure.pairs("p50, µs", pairs, Round::p50Micros, new Target(0.95, 1.05), Standing.JUDGED);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row())
                .isEqualTo("| p50, µs | 225 (192–271) | 239 (189–278) | 1.03 (0.98–1.06) | 0.95–1.05 | met |");
    }

    private static Pair pair(double bare, double yodel) {
        return new Pair(round(bare), round(yodel));
    }

    private static Round round(double p50Micros) {
        return new Round(Fields.parse("p50Nanos=" + p50Micros * 1_000), Duration.ZERO, Stalls.NONE);
    }

    @Test
    void a_figure_that_is_not_judged_misses_no_target() {
        Figure figure = Figure.of("p50, ms", new Series(List.of(54.9)), new Target(50.0, 50.6), Standing.QUICK);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| p50, ms |  | 54.9 |  | 50–50.6 | not judged |");
    }

    @Test
    void a_figure_without_a_target_is_only_shown() {
        Figure figure = Figure.of("RSS, MB", new Series(List.of(161.6)), Target.NONE, Standing.JUDGED);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| RSS, MB |  | 162 |  |  |  |");
    }

    @Test
    void a_figure_beside_the_bare_one_is_held_against_the_target_by_itself() {
        Figure figure = Figure.beside("late, %", BARE, new Series(List.of(0.05)), Target.atMost(0.1), Standing.JUDGED);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| late, % | 6 (5–7) | 0.05 |  | ≤ 0.1 | met |");
    }

    @Test
    void a_figure_of_a_busy_machine_is_suspect_whatever_it_says() {
        Figure figure = Figure.of("CPU, µs", BARE, Target.atMost(7), Standing.DISTURBED);

        assertThat(figure.isGood()).isFalse();
        assertThat(figure.row()).endsWith("| ≤ 7 | **suspect**: machine busy |");
    }
}
