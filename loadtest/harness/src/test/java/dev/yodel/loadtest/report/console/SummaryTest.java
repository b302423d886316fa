package dev.yodel.loadtest.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.result.ChannelResult;
import dev.yodel.loadtest.result.Golden;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleFigures;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Verdict VALID = Verdict.of(List.of());
    private static final ChannelResult REFUSED =
            new ChannelResult("default", "127.0.0.1:50051", 1, 0, 3, null, List.of());

    @Test
    void tells_every_name_and_every_failure() throws IOException {
        RunResult result =
                new SampleFigures().chat().collection().expansion().greetings().result(VALID);

        Golden.assertIs("summary.golden.txt", Summary.of(result));
    }

    @Test
    void suspect_run_says_so_first() {
        Verdict suspect = Verdict.of(List.of("timer lag p99: 31.0 ms (expected: at most 10.0 ms)"));

        assertThat(Summary.of(new SampleFigures().chat().result(suspect)))
                .startsWith("verdict: SUSPECT\n  timer lag p99: 31.0 ms (expected: at most 10.0 ms)\n");
    }

    @Test
    void tells_the_most_frequent_errors_first_and_not_all() {
        SampleFigures failing = new SampleFigures();
        for (int kind = 1; kind <= 12; kind++) {
            for (int i = 0; i < kind; i++) {
                failing.call(
                        "greet",
                        MethodType.UNARY,
                        0,
                        1,
                        Status.Code.INTERNAL,
                        FailureSource.STATUS,
                        "INTERNAL: no " + kind);
            }
        }

        assertThat(Summary.of(failing.result(VALID)))
                .containsSubsequence(
                        "12 × error INTERNAL: no 12", "3 × error INTERNAL: no 3", "and 2 more kinds of error")
                .doesNotContain("error INTERNAL: no 2\n");
    }

    @Test
    void tells_service_time_only_where_it_differs() {
        SampleFigures late =
                new SampleFigures().call("greet", MethodType.UNARY, 30, 40, Status.Code.OK, FailureSource.NONE, null);
        SampleFigures punctual =
                new SampleFigures().call("greet", MethodType.UNARY, 0, 40, Status.Code.OK, FailureSource.NONE, null);

        assertThat(Summary.of(late.result(VALID))).contains("service time").contains("10.0 ms");
        assertThat(Summary.of(punctual.result(VALID))).doesNotContain("service time");
    }

    @Test
    void says_nothing_of_channels_that_did_nothing() {
        ChannelResult unused = new ChannelResult("default", "127.0.0.1:50051", 1, 0, 0, null, List.of());
        RunResult measured = new SampleFigures().chat().result(VALID);

        assertThat(Summary.of(with(measured, List.of(unused))))
                .isEqualTo(Summary.of(with(measured, List.of())))
                .doesNotContain("connections");
    }

    @Test
    void says_that_nothing_was_measured() {
        RunResult empty = new SampleFigures().result(VALID);

        assertThat(Summary.of(with(empty, List.of()))).endsWith("nothing was measured\n");
        assertThat(Summary.of(with(empty, List.of(REFUSED))))
                .as("what the channels did may tell why")
                .endsWith("""
                        nothing was measured

                        connections to 127.0.0.1:50051, warm-up included:
                          3 failed connections
                        """);
    }

    private static RunResult with(RunResult result, List<ChannelResult> channels) {
        return new RunResult(
                result.yodel(),
                result.runId(),
                result.verdict(),
                result.plan(),
                result.window(),
                result.injector(),
                result.requests(),
                channels);
    }
}
