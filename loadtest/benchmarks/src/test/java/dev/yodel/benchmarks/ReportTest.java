package dev.yodel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Figure MET =
            Figure.of("RSS, MB", new Series(List.of(200.0)), Target.atMost(400), Standing.JUDGED);

    private final Report report = new Report(new Conditions(List.of("commit abc")));

    @Test
    void every_family_has_a_section_below_the_conditions() {
        report.add(new StreamsFamily(), List.of(MET));

        assertThat(report.last()).startsWith("\n## streams\n\n").endsWith("| RSS, MB |  | 200 |  | ≤ 400 | met |\n");
        assertThat(report.markdown())
                .startsWith("# Figures\n")
                .contains("- commit abc\n")
                .endsWith(report.last());
        assertThat(report.isGood()).isTrue();
    }

    @Test
    void a_family_that_failed_says_why_on_one_line_and_loses_no_other() {
        report.addFailed(new PaceFamily(), new BenchmarkException("Gatling: ended\n  its last line"));
        report.add(new StreamsFamily(), List.of(MET));

        assertThat(report.markdown())
                .contains("**failed**: Gatling: ended\n\n## streams")
                .contains("| RSS, MB |");
        assertThat(report.isGood()).isFalse();
    }
}
