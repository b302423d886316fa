package dev.yodel.loadtest.verdict;

import static dev.yodel.gatling.grpc.stats.FailureSource.NONE;
import static io.grpc.MethodDescriptor.MethodType.UNARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Window;
import io.grpc.Status;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On the samples of {@link SampleStats}: 101 greetings with one failure, a chat of 5 s, a server stream, a client stream. */
class ExpectationCheckTest {

    @Test
    void compares_percentiles_in_the_unit_of_the_bound() {
        assertThat(check("greet: p50 < 52ms", "greet: p50 < 51ms", "greet: max of service time > 1s"))
                .extracting(ExpectationResult::met)
                .containsExactly(true, false, true);
        assertThat(check("greet: p50 < 52ms").get(0).found()).isEqualTo("51.0 ms");
    }

    @Test
    void every_request_must_meet_a_latency_alone_and_the_worst_is_reported() {
        assertThat(check("p50 of response time < 6s").get(0))
                .returns(true, ExpectationResult::met)
                .returns("5.00 s of chat", ExpectationResult::found);
        assertThat(check("p50 of response time > 6ms").get(0))
                .returns(false, ExpectationResult::met)
                .returns("5.00 ms of expand", ExpectationResult::found);
    }

    @Test
    void a_bare_percentile_of_a_held_stream_is_that_of_its_round_trips() {
        assertThat(check("chat: p50 < 2.5ms").get(0))
                .returns(true, ExpectationResult::met)
                .returns("2.00 ms round trip", ExpectationResult::found);
    }

    @Test
    void counts_and_shares_are_of_all_calls_together() {
        assertThat(check(
                        "failed == 1",
                        "failed < 0.5%",
                        "failed < 1%",
                        "status(UNAVAILABLE) == 0",
                        "greet: failed < 0.98%"))
                .extracting(ExpectationResult::met)
                .containsExactly(true, false, true, false, false);
        assertThat(check("failed < 0.5%").get(0).found()).isEqualTo("0.962%, 1 of 104 calls");
    }

    @Test
    void a_rate_is_that_of_calls_and_of_messages_on_held_streams() {
        assertThat(check("greet: rate >= 10.1/s", "greet: rate > 10.1/s", "chat: rate >= 0.3/s", "chat: rate > 0.3/s"))
                .extracting(ExpectationResult::met)
                .containsExactly(true, false, true, false);
    }

    @Test
    void a_figure_without_a_value_is_missed() {
        assertThat(check("greet: p99 of gap < 1h".replace("1h", "60m")).get(0))
                .returns(false, ExpectationResult::met)
                .returns("no value", ExpectationResult::found);
        assertThat(ExpectationCheck.results(List.of(Expectation.parse("failed < 1%")), SampleStats.PLAN, List.of(), 0)
                        .get(0)
                        .found())
                .isEqualTo("no calls");
    }

    @Test
    void an_expectation_of_a_stage_is_compared_with_that_stage() {
        List<RequestStats> fast = new SampleStats()
                .call("greet", UNARY, 0, 10, Status.Code.OK, NONE, null)
                .take();
        List<RequestStats> slow = new SampleStats()
                .call("greet", UNARY, 0, 500, Status.Code.OK, NONE, null)
                .call("greet", UNARY, 0, 500, Status.Code.OK, NONE, null)
                .take();
        RunResult result = new RunResult(
                SampleStats.INFO,
                SampleStats.PLAN,
                SampleStats.WINDOW,
                SampleStats.INJECTOR,
                slow,
                List.of(),
                List.of(),
                List.of(
                        new StageStats(1, "1/4s", new Window(SampleStats.START, SampleStats.START, 4), fast.get(0)),
                        new StageStats(2, "2/5s", new Window(SampleStats.START, SampleStats.START, 5), slow.get(0))));

        assertThat(ExpectationCheck.results(
                        Stream.of(
                                        "stage 1: p99 < 20ms",
                                        "stage 2: p99 < 20ms",
                                        "greet: stage 1: rate == 0.25/s",
                                        "stage 2: rate == 0.4/s",
                                        "chat: stage 1: p99 < 20ms",
                                        "stage 3: failed == 0",
                                        "p99 < 20ms")
                                .map(Expectation::parse)
                                .toList(),
                        result))
                .extracting(ExpectationResult::met, ExpectationResult::found)
                .containsExactly(
                        tuple(true, "10.0 ms"),
                        tuple(false, "500 ms"),
                        tuple(true, "0.3/s"),
                        tuple(true, "0.4/s"),
                        tuple(false, "no value"),
                        tuple(false, "not reached"),
                        tuple(false, "500 ms"));
    }

    private static List<ExpectationResult> check(String... expectations) {
        List<RequestStats> requests =
                new SampleStats().chat().collection().expansion().greetings().take();
        return ExpectationCheck.results(
                Arrays.stream(expectations).map(Expectation::parse).toList(), SampleStats.PLAN, requests, 10);
    }
}
