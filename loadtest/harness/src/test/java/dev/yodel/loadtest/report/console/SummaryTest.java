package dev.yodel.loadtest.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.ChannelStats;
import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.WaitStats;
import dev.yodel.loadtest.result.Golden;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Verdict VALID = Verdict.of(List.of());
    private static final ChannelStats REFUSED = channels(3);

    @Test
    void lists_every_name_and_every_failure() throws IOException {
        JudgedResult result =
                new SampleStats().chat().collection().expansion().greetings().result(VALID);

        Golden.assertIs("summary.golden.txt", Summary.of(result));
        assertThat(Summary.of(result).lines()).allMatch(line -> line.length() <= 80);
        assertThat(Summary.injector(SampleStats.INJECTOR).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void lists_a_name_without_a_call() {
        JudgedResult result = new SampleStats()
                .greetings()
                .planned("collect", MethodType.CLIENT_STREAMING)
                .result(VALID);

        assertThat(Summary.of(result))
                .containsPattern(
                        "(?m)^collect, client stream: 0 calls, 0.0 per s, 0 failed\\n +response time +- +- +- +- +-$")
                .contains("  messages: 0 sent, 0 received, together 0.0 per s\n");
    }

    @Test
    void leads_with_the_verdict() {
        Verdict suspect = Verdict.of(List.of("timer lag p99: 31.0 ms (expected: at most 10.0 ms)"));

        assertThat(Summary.of(new SampleStats().chat().result(suspect)))
                .startsWith("verdict: SUSPECT\n  timer lag p99: 31.0 ms (expected: at most 10.0 ms)\n");
    }

    @Test
    void lists_the_most_frequent_errors_first_and_not_all() {
        SampleStats failing = new SampleStats();
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
    void says_how_many_calls_the_server_has_shed() {
        SampleStats refused = new SampleStats().greetings();
        for (int i = 0; i < 3; i++) {
            refused.call(
                    "greet",
                    MethodType.UNARY,
                    0,
                    1,
                    Status.Code.RESOURCE_EXHAUSTED,
                    FailureSource.SHED,
                    "RESOURCE_EXHAUSTED: open calls: 100 (expected: at most 100, see --max-calls)");
        }

        assertThat(Summary.of(refused.result(VALID)))
                .contains("\nshed by the server: 3 of 104 greet\n")
                .contains("failed: 4 of 104 greet")
                .contains("3 × from SHED");
        assertThat(Summary.of(new SampleStats().greetings().result(VALID))).doesNotContain("shed");
    }

    @Test
    void shows_service_time_only_where_it_differs() {
        SampleStats late =
                new SampleStats().call("greet", MethodType.UNARY, 30, 40, Status.Code.OK, FailureSource.NONE, null);
        SampleStats punctual =
                new SampleStats().call("greet", MethodType.UNARY, 0, 40, Status.Code.OK, FailureSource.NONE, null);

        assertThat(Summary.of(late.result(VALID))).contains("service time").contains("10.0 ms");
        assertThat(Summary.of(punctual.result(VALID))).doesNotContain("service time");
    }

    @Test
    void omits_channels_without_calls() {
        ChannelStats unused = channels(0);
        JudgedResult measured = new SampleStats().chat().result(VALID);

        assertThat(Summary.of(with(measured, List.of(unused))))
                .isEqualTo(Summary.of(with(measured, List.of())))
                .doesNotContain("connections");
    }

    @Test
    void says_that_nothing_was_measured() {
        JudgedResult empty = new SampleStats().result(VALID);

        assertThat(Summary.of(with(empty, List.of()))).endsWith("nothing was measured\n");
        assertThat(Summary.of(with(empty, List.of(REFUSED))))
                .as("the channels may show why")
                .endsWith("""
                        nothing was measured

                        connections to 127.0.0.1:50051, warm-up included:
                          3 failed connections
                        """);
    }

    private static ChannelStats channels(long failedConnections) {
        WaitStats none = new WaitStats(0, 0, 0);
        return new ChannelStats("default", "127.0.0.1:50051", 1, 0, 0, failedConnections, none, List.of());
    }

    private static JudgedResult with(JudgedResult judged, List<ChannelStats> channels) {
        RunResult result = judged.result();
        return new JudgedResult(
                new RunResult(
                        result.info(),
                        result.plan(),
                        result.window(),
                        result.injector(),
                        result.requests(),
                        channels,
                        result.timeline()),
                judged.verdict());
    }
}
