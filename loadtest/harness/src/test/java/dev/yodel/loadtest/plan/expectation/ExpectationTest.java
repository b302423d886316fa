package dev.yodel.loadtest.plan.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.DemoPlan;
import dev.yodel.loadtest.plan.Latency;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {

    @Test
    void reads_percentiles_of_every_latency() {
        assertReads("p99 < 5ms", null, new Figure.Percentile(99, null), Comparison.BELOW, 5e6);
        assertReads(
                "p99.9 of service time<=1.5s",
                null,
                new Figure.Percentile(99.9, Latency.SERVICE_TIME),
                Comparison.AT_MOST,
                1.5e9);
        assertReads(
                "max of roundTrip < 20 ms",
                null,
                new Figure.Percentile(100, Latency.ROUND_TRIP),
                Comparison.BELOW,
                20e6);
        assertReads("min of gap > 10us", null, new Figure.Percentile(0, Latency.GAP), Comparison.ABOVE, 10e3);
        assertReads("mean of First Message < 1ms", null, new Figure.Mean(Latency.FIRST_MESSAGE), Comparison.BELOW, 1e6);
    }

    @Test
    void reads_counts_shares_and_rates() {
        assertReads("failed < 0.1%", null, new Figure.Failed(true), Comparison.BELOW, 0.001);
        assertReads("failed == 0", null, new Figure.Failed(false), Comparison.EQUAL, 0);
        assertReads(
                "status(UNAVAILABLE) == 0",
                null,
                new Figure.Ended(Status.Code.UNAVAILABLE, false),
                Comparison.EQUAL,
                0);
        assertReads("rate >= 950/s", null, new Figure.PerSecond(), Comparison.AT_LEAST, 950);
    }

    @Test
    void is_limited_to_a_request() {
        assertReads("greet: p50 < 1ms", "greet", new Figure.Percentile(50, null), Comparison.BELOW, 1e6);
    }

    @Test
    void is_limited_to_a_stage_of_all_requests_or_of_one() {
        assertThat(Expectation.parse("stage 2: p99 < 5ms"))
                .returns(null, Expectation::request)
                .returns(2, Expectation::stage);
        assertThat(Expectation.parse("greet : Stage  12 : rate > 5/s"))
                .returns("greet", Expectation::request)
                .returns(12, Expectation::stage);
        assertThat(Expectation.parse("a:b: p99 < 5ms"))
                .returns("a:b", Expectation::request)
                .returns(null, Expectation::stage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "p99 < 5mss | p99 < 5mss: at character 7: 5mss (expected: a time such as 500us, 5ms or 1.5s)",
                "p99 < 5 | p99 < 5: at character 7: 5 (expected: a time such as",
                "greet: p999 < 5ms | greet: p999 < 5ms: at character 8: p999 (expected: a percentile of 0 to 100)",
                "p99 5ms | p99 5ms: no comparison (expected: such as p99 < 5ms, with one of <= >= == != < >)",
                "p99 =< 5ms | p99 =< 5ms: at character 5: =< (expected: one of",
                "latency < 5ms | latency < 5ms: at character 1: latency (expected: p50, p99.9 or any other percentile",
                "p99 of wait < 5ms | p99 of wait < 5ms: at character 8: wait (expected: one of response time, service",
                "failed < 1ms | failed < 1ms: at character 10: 1ms (expected: a number of calls such as 0, or a share",
                "failed < 200% | failed < 200%: at character 10: 200% (expected: a share such as 0.1%)",
                "rate > 5 | rate > 5: at character 8: 5 (expected: a rate such as 950/s)",
                "rate > | rate >: at character 7: nothing (expected: a rate such as 950/s)",
                "status(GONE) == 0 | status(GONE) == 0: at character 1: status(GONE) (expected: a gRPC status such",
                "stage 0: p99 < 5ms | stage 0: p99 < 5ms: at character 1: stage 0 (expected: stage 1 or the number of",
                "greet: stage x: rate > 1/s | greet: stage x: rate > 1/s: at character 8: stage x (expected: stage 1 or",
                "stage 2 : p99 < 5 | stage 2 : p99 < 5: at character 17: 5 (expected: a time such as",
                ": stage 2: p99 < 5ms | : stage 2: p99 < 5ms: at character 1: : (expected: the name of a request before",
                ": p99 < 5ms | : p99 < 5ms: at character 1: : (expected: the name of a request before the colon)",
            })
    void points_at_a_mistake(String text, String error) {
        assertThatThrownBy(() -> Expectation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(error);
    }

    @Test
    void names_a_request_of_the_plan() {
        Goals goals = new Goals(List.of(Expectation.parse("gret: p99 < 5ms")), true, false);

        assertThatThrownBy(() -> goals.check(
                        new DemoPlan(1, Duration.ZERO, Duration.ofSeconds(1)).at(new Target("localhost", 1))))
                .hasMessage(
                        "--expect: gret: p99 < 5ms: request gret (expected: chat or greet or expand or collect or room)");
    }

    @Test
    void names_a_stage_of_the_plan() {
        Goals goals = new Goals(List.of(Expectation.parse("stage 3: p99 < 5ms")), true, false);
        LoadPlan steady = new DemoPlan(1, Duration.ZERO, Duration.ofSeconds(1)).at(new Target("localhost", 1));
        RequestPlan chat = steady.requests().get(0);
        Profile profile = Profile.parse("1/5s, 2/5s");
        LoadPlan staged = new LoadPlan(
                "load",
                steady.target(),
                Duration.ZERO,
                profile.duration(),
                null,
                List.of(chat.with(new Arrival.Streams(2, null, null, null, profile))));

        assertThatThrownBy(() -> goals.check(steady))
                .hasMessage(
                        "--expect: stage 3: p99 < 5ms: stage 3 (expected: a load in stages, such as --rate '100/20s, 200/20s')");
        assertThatThrownBy(() -> goals.check(staged))
                .hasMessage("--expect: stage 3: p99 < 5ms: stage 3 (expected: 1 to 2, the stages of the load)");
    }

    private static void assertReads(
            String text,
            @org.jspecify.annotations.Nullable String request,
            Figure figure,
            Comparison comparison,
            double bound) {
        Expectation read = Expectation.parse(text);

        assertThat(read.request()).isEqualTo(request);
        assertThat(read.figure()).isEqualTo(figure);
        assertThat(read.comparison()).isEqualTo(comparison);
        assertThat(read.bound()).isEqualTo(bound);
    }
}
