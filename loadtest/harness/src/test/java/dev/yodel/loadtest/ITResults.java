package dev.yodel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.hlog.HistogramLog;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.IntervalHealth;
import dev.yodel.loadtest.result.ResultSchema;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.Timeline;
import dev.yodel.loadtest.result.Totals;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real program does with results of earlier runs. */
@Timeout(180)
class ITResults {

    @TempDir
    Path folder;

    @Test
    void parts_become_one_result() throws Exception {
        Path a = write("a", 1, 1, Map.of("part", "1/2", "commit", "4fe1c90"));
        Path b = write("b", 2, 1, Map.of("part", "2/2", "commit", "4fe1c90"));

        assertThat(run("merge", a.toString(), b.toString(), "--out", "sum", "--expect", "failed == 0"))
                .startsWith("0 verdict: VALID\nmet: failed == 0: 0\n");

        JsonNode sum = ResultSchema.assertValid(Files.readString(folder.resolve("sum/result.json")));
        assertThat(sum.at("/requests/0/count").asLong()).isEqualTo(2 * 12 * 50);
        assertThat(sum.at("/labels/parts").asText()).isEqualTo("2");
        assertThat(sum.at("/labels/commit").asText()).isEqualTo("4fe1c90");
        assertThat(folder.resolve("sum/report.html")).isNotEmptyFile();
        assertThat(run("merge", folder.resolve("sum").toString(), "--out", "again"))
                .as("a merged result is a result")
                .startsWith("0 verdict: VALID");
    }

    @Test
    void a_missing_part_is_named() throws Exception {
        Path a = write("a", 1, 1, Map.of("part", "1/2"));

        assertThat(run("merge", a.toString(), "gone", "--out", "sum"))
                .startsWith("1 yodel: INVALID: gone: no result.json in it (expected: the result folder of a run);"
                        + " part 2/2: missing (expected: 2 parts)\nverdict: INVALID\n");
        assertThat(run("merge", "gone", "--out", "none")).startsWith("2 yodel: gone: no result.json in it");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void a_regression_is_shown_and_chance_is_not() throws Exception {
        Path base = write("base", 1, 1, Map.of());
        Path same = write("same", 2, 1, Map.of());
        Path slow = write("slow", 3, 1.5, Map.of());

        assertThat(run("compare", base.toString(), same.toString()))
                .startsWith("0 no regression of more than 5 % is shown\n")
                .contains("no difference shown");
        assertThat(run("compare", base.toString(), "vs", slow.toString(), "--max-regression", "10%"))
                .startsWith("3 REGRESSION: 3 of 3 figures rose by more than 10 %\n");
        assertThat(run("compare", base.toString(), same.toString(), "vs", slow.toString()))
                .startsWith("3 REGRESSION");
    }

    @Test
    void what_cannot_be_compared_is_bad_input() throws Exception {
        Path base = write("base", 1, 1, Map.of());

        assertThat(run("compare", base.toString(), "gone")).startsWith("2 yodel: gone: no result.json in it");
        assertThat(run("compare", base.toString(), "b", "c"))
                .startsWith("2 yodel: 3 folders (expected: two, or 'vs' between those of base and new)");
        assertThat(run("compare", base.toString(), "b", "--max-regression", "5"))
                .startsWith("2 yodel: --max-regression: 5 (expected: a share such as 5%)");
    }

    /** The exit code, then what it printed on standard error and standard output. */
    private String run(String... arguments) throws Exception {
        try (Program program = Program.start(folder, arguments)) {
            int code = program.exit();
            return code + " " + program.err() + program.out();
        }
    }

    /** Twelve seconds of 50 greetings each, of about 20 ms. */
    private Path write(String name, int seed, double slower, Map<String, String> labels) throws Exception {
        Random random = new Random(seed);
        Totals totals = new Totals();
        Timeline timeline = new Timeline(SampleStats.PLAN.warmUp());
        Path path = folder.resolve(name);
        try (ResultFolder result = ResultFolder.open(path, false)) {
            try (HistogramLog log = HistogramLog.create(result.latencies(), SampleStats.INFO)) {
                for (int second = 6; second <= 17; second++) {
                    SampleStats samples = new SampleStats();
                    for (int call = 0; call < 50; call++) {
                        long millis = Math.round(slower * (20 + 4 * random.nextGaussian()));
                        samples.call(
                                "greet",
                                MethodType.UNARY,
                                0,
                                Math.max(1, millis),
                                Status.Code.OK,
                                FailureSource.NONE,
                                null);
                    }
                    Interval interval = new Interval(
                            SampleStats.START,
                            Duration.ofSeconds(second),
                            1,
                            Phase.WINDOW,
                            samples.take(),
                            List.of(),
                            0,
                            IntervalHealth.UNKNOWN);
                    totals.add(interval.counted());
                    timeline.read(interval);
                    log.read(interval);
                }
            }
            result.write(new JudgedResult(
                    new RunResult(
                            RunInfo.of(name, null, labels),
                            SampleStats.PLAN,
                            SampleStats.WINDOW,
                            SampleStats.INJECTOR,
                            totals.stats(),
                            List.of(),
                            timeline.points()),
                    Verdict.of(List.of())));
        }
        return path;
    }
}
