package dev.yodel.benchmarks.report;

import dev.yodel.benchmarks.AccuracyBenchmark;
import dev.yodel.benchmarks.process.BenchmarkException;
import dev.yodel.benchmarks.Conditions;
import dev.yodel.benchmarks.ScheduleBenchmark;
import dev.yodel.benchmarks.StreamsBenchmark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Figure MET =
            Figure.of("RSS, MB", new Series(List.of(200.0)), Threshold.atMost(400), Validity.JUDGED);

    private final Report report = new Report(new Conditions(List.of("commit abc")));

    @Test
    void every_family_has_a_section_with_the_conditions() {
        report.add(new StreamsBenchmark(), List.of(MET));

        assertThat(report.last())
                .startsWith("\n## streams\n\n- commit abc\n\nUsers")
                .endsWith("| RSS, MB |  | 200 |  | ≤ 400 | met |\n");
        assertThat(report.markdown()).startsWith("# Figures\n").endsWith(report.last());
        assertThat(report.isGood()).isTrue();
    }

    @Test
    void a_section_takes_the_place_of_an_earlier_one() {
        Report earlier = new Report(new Conditions(List.of("commit old")));
        earlier.add(new ScheduleBenchmark(), List.of(MET));
        earlier.add(new StreamsBenchmark(), List.of(MET, MET));
        earlier.add(new AccuracyBenchmark(), List.of(MET));
        report.add(new StreamsBenchmark(), List.of(MET));

        String whole = report.within(earlier.markdown());

        assertThat(whole)
                .startsWith(earlier.markdown().substring(0, earlier.markdown().indexOf("## streams")))
                .contains("## streams\n\n- commit abc\n\nUsers")
                .endsWith(earlier.last())
                .containsOnlyOnce("- commit abc\n");
        assertThat(whole.split("RSS, MB")).hasSize(4);
        report.add(new AccuracyBenchmark(), List.of(MET));
        assertThat(report.within(whole)).containsOnlyOnce("## truth").contains("| RSS, MB |  | 200 |  | ≤ 400 | met |");
    }

    @Test
    void a_section_without_an_earlier_one_is_refused() {
        report.add(new StreamsBenchmark(), List.of(MET));

        assertThatThrownBy(() -> report.within("# Figures\n"))
                .hasMessage("report: no section streams (expected: one, of a run of all families)");
    }

    @Test
    void a_family_that_failed_says_why_on_one_line_and_loses_no_other() {
        report.addFailed(new ScheduleBenchmark(), new BenchmarkException("Gatling: ended\n  its last line"));
        report.add(new StreamsBenchmark(), List.of(MET));

        assertThat(report.markdown())
                .contains("**failed**: Gatling: ended\n\n## streams")
                .contains("| RSS, MB |");
        assertThat(report.isGood()).isFalse();
    }
}
