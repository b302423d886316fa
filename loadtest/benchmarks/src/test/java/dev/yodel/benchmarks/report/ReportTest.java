package dev.yodel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.benchmarks.process.BenchmarkException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Figure MET = Figure.of("RSS, MB", 200.0, Threshold.atMost(400), Validity.VALID);

    private final Report report = new Report(List.of("commit abc"));

    @Test
    void every_benchmark_has_a_section_with_the_conditions() {
        report.add("streams", "Users that hold a stream.", List.of(MET));

        assertThat(report.last())
                .startsWith("\n## streams\n\n- commit abc\n\nUsers")
                .endsWith("| RSS, MB |  | 200 |  | ≤ 400 | met |\n");
        assertThat(report.markdown()).startsWith("# Figures\n").endsWith(report.last());
        assertThat(report.isGood()).isTrue();
    }

    @Test
    void a_section_replaces_an_earlier_one() {
        Report earlier = new Report(List.of("commit old"));
        earlier.add("schedule", "Calls on a schedule.", List.of(MET));
        earlier.add("streams", "Users that hold a stream.", List.of(MET, MET));
        earlier.add("accuracy", "Known latency.", List.of(MET));
        report.add("streams", "Users that hold a stream.", List.of(MET));

        String whole = report.replacingIn(earlier.markdown());

        assertThat(whole)
                .startsWith(earlier.markdown().substring(0, earlier.markdown().indexOf("## streams")))
                .contains("## streams\n\n- commit abc\n\nUsers")
                .endsWith(earlier.last())
                .containsOnlyOnce("- commit abc\n");
        assertThat(whole.split("RSS, MB")).hasSize(4);
        report.add("accuracy", "Known latency.", List.of(MET));
        assertThat(report.replacingIn(whole))
                .containsOnlyOnce("## accuracy")
                .contains("| RSS, MB |  | 200 |  | ≤ 400 | met |");
    }

    @Test
    void a_section_without_an_earlier_one_follows_the_others() {
        report.add("streams", "Users that hold a stream.", List.of(MET));

        assertThat(report.replacingIn("# Figures\n\n## rooms\n"))
                .startsWith("# Figures\n\n## rooms\n\n## streams\n")
                .contains("| RSS, MB |");
    }

    @Test
    void a_failed_benchmark_reports_its_cause_on_one_line_and_keeps_the_others() {
        report.addFailed(
                "schedule", "Calls on a schedule.", new BenchmarkException("Gatling: exited\n  its last line"));
        report.add("streams", "Users that hold a stream.", List.of(MET));

        assertThat(report.markdown())
                .contains("**failed**: Gatling: exited\n\n## streams")
                .contains("| RSS, MB |");
        assertThat(report.isGood()).isFalse();
    }
}
