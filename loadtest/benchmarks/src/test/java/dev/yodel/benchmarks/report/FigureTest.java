package dev.yodel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    private static final Series BARE = new Series(List.of(5.0, 6.0, 7.0));

    @Test
    void a_ratio_is_the_median_of_the_rounds_own_and_is_held_against_the_target() {
        Figure met = ratio(List.of(5.0, 6.3, 9.0));
        Figure missed = ratio(List.of(6.7, 5.0, 9.0));

        assertThat(met.isGood()).isTrue();
        assertThat(missed.isGood()).isFalse();
        assertThat(met.row()).isEqualTo("| CPU, µs | 6 (5–7) | 6.30 (5–9) | 1.05 (1–1.29) | ≤ 1.1 | met |");
        assertThat(missed.row()).endsWith("| 6.70 (5–9) | 1.29 (0.83–1.34) | ≤ 1.1 | **missed** |");
    }

    private static Figure ratio(List<Double> yodel) {
        return Figure.ratio("CPU, µs", List.of(5.0, 6.0, 7.0), yodel, Threshold.atMost(1.10), Validity.JUDGED);
    }

    @Test
    void a_figure_that_is_not_judged_misses_no_target() {
        Figure figure = Figure.of("p50, ms", new Series(List.of(54.9)), new Threshold(50.0, 50.6), Validity.QUICK);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| p50, ms |  | 54.9 |  | 50–50.6 | not judged |");
    }

    @Test
    void a_figure_without_a_target_is_only_shown() {
        Figure figure = Figure.of("RSS, MB", new Series(List.of(161.6)), Threshold.NONE, Validity.JUDGED);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| RSS, MB |  | 162 |  |  |  |");
    }

    @Test
    void a_figure_beside_the_bare_one_is_held_against_the_target_by_itself() {
        Figure figure = Figure.beside("late, %", BARE, new Series(List.of(0.05)), Threshold.atMost(0.1), Validity.JUDGED);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| late, % | 6 (5–7) | 0.05 |  | ≤ 0.1 | met |");
    }

    @Test
    void a_figure_of_a_busy_machine_is_suspect_whatever_it_says() {
        Figure figure = Figure.of("CPU, µs", BARE, Threshold.atMost(7), Validity.DISTURBED);

        assertThat(figure.isGood()).isFalse();
        assertThat(figure.row()).endsWith("| ≤ 7 | **suspect**: machine busy |");
    }
}
