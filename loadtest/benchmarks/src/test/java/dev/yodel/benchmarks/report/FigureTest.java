package dev.yodel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    private static final List<Double> BARE = List.of(5.0, 6.0, 7.0);

    @Test
    void a_ratio_is_the_median_of_the_ratios_of_all_rounds_and_is_judged_by_the_threshold() {
        Figure met = ratio(List.of(5.0, 6.3, 9.0));
        Figure missed = ratio(List.of(6.7, 5.0, 9.0));

        assertThat(met.isGood()).isTrue();
        assertThat(missed.isGood()).isFalse();
        assertThat(met.row()).isEqualTo("| CPU, µs | 6 (5–7) | 6.30 (5–9) | 1.05 (1–1.29) | ≤ 1.1 | met |");
        assertThat(missed.row()).endsWith("| 6.70 (5–9) | 1.29 (0.83–1.34) | ≤ 1.1 | **missed** |");
    }

    private static Figure ratio(List<Double> yodel) {
        return Figure.ratio("CPU, µs", BARE, yodel, Threshold.atMost(1.10), Validity.VALID);
    }

    @Test
    void a_figure_of_a_quick_run_misses_no_threshold() {
        Figure figure = Figure.of("p50, ms", 54.9, new Threshold(50.0, 50.6), Validity.QUICK_RUN);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| p50, ms |  | 54.9 |  | 50–50.6 | not judged |");
    }

    @Test
    void a_figure_without_a_threshold_is_only_shown() {
        Figure figure = Figure.of("RSS, MB", 161.6, Threshold.NONE, Validity.VALID);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| RSS, MB |  | 162 |  |  |  |");
    }

    @Test
    void a_figure_beside_the_baseline_is_judged_without_it() {
        Figure figure = Figure.beside("late, %", BARE, List.of(0.05), Threshold.atMost(0.1), Validity.VALID);

        assertThat(figure.isGood()).isTrue();
        assertThat(figure.row()).isEqualTo("| late, % | 6 (5–7) | 0.05 |  | ≤ 0.1 | met |");
    }

    @Test
    void a_figure_of_a_busy_machine_is_suspect_even_within_the_threshold() {
        Figure figure = Figure.of("CPU, µs", 6.0, Threshold.atMost(7), Validity.DISTURBED);

        assertThat(figure.isGood()).isFalse();
        assertThat(figure.row()).endsWith("| ≤ 7 | **suspect**: machine busy |");
    }
}
