package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The report in a real browser, narrow and wide, light and dark, with every request and latency chosen once: no error on its
 * console, no request to a network, nothing wider than the window, and no serious barrier by axe-core.
 */
@Timeout(180)
class ITReport {

    @TempDir
    Path folder;

    @Test
    void the_report_of_a_run_has_no_fault() throws Exception {
        Path run = write("a", List.of("injector CPU: 97 % (expected: at most 90 %)"));

        assertFaultless(run.resolve("report.html"), 6);
    }

    @Test
    void the_report_of_two_runs_has_no_fault() throws Exception {
        Path a = write("a", List.of());
        Path b = write("b", List.of("timer lag p99: 31.0 ms (expected: at most 10.0 ms)"));
        Path page = folder.resolve("two.html");
        try (Program program = Program.start(folder, "report", a.toString(), b.toString(), "--out", page.toString())) {
            assertThat(program.exit()).as(program.err()).isZero();
            assertThat(program.out()).isEqualTo("report: " + page + "\n");
        }

        assertFaultless(page, 7);
    }

    @Test
    void a_folder_without_a_result_is_bad_input() throws Exception {
        try (Program program = Program.start(folder, "report", folder.toString())) {
            assertThat(program.exit()).isEqualTo(2);
            assertThat(program.err())
                    .isEqualTo("yodel: %s: no result.json in it (expected: the result folder of a run)\n"
                            .formatted(folder));
        }
    }

    private Path write(String name, List<String> reasons) throws Exception {
        Path run = folder.resolve(name);
        try (ResultFolder result = ResultFolder.open(run, false)) {
            result.write(new SampleStats()
                    .chat()
                    .collection()
                    .expansion()
                    .greetings()
                    .result(Verdict.of(reasons)));
        }
        return run;
    }

    private void assertFaultless(Path page, int charts) throws Exception {
        JsonNode opened = new Browser(folder).run("open-report.js", page.toString());

        assertThat(opened).hasSize(4).allSatisfy(view -> {
            assertThat(view.get("wrong")).as(view.toString()).isEmpty();
            assertThat(view.get("charts").asInt()).isGreaterThanOrEqualTo(charts);
        });
    }
}
