package dev.yodel.loadtest.verdict;

import static io.grpc.MethodDescriptor.MethodType.UNARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.result.Window;
import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On 5 s of a load of 20 calls per second, after a second in which it rises to it; 100 calls of 10 ms have ended, 1 has failed. */
class EarlyMissesTest {

    private static final LoadPlan PLAN = plan(Profile.parse("0..20/1s, 20/1m"));

    @Test
    void what_is_missed_so_far_is_found_by_stage_and_as_a_whole() {
        assertThat(missed(PLAN, "p99 < 20ms", "p99 < 9ms", "stage 2: p99 < 20ms", "echo: stage 2: p50 < 9ms"))
                .containsExactly("p99 < 9ms", "echo: stage 2: p50 < 9ms");
        assertThat(missed(PLAN, "failed < 2%", "failed < 0.5%", "stage 2: failed == 0"))
                .containsExactly("failed < 0.5%", "stage 2: failed == 0");
    }

    @Test
    void a_stage_that_is_not_reached_and_a_request_without_a_call_are_not_missed_yet() {
        assertThat(missed(PLAN, "stage 3: p99 < 1ms")).isEmpty();
        assertThat(new EarlyMisses(
                                PLAN, new SampleStats().planned("echo", UNARY).take(), 5, List.of(), Map.of())
                        .of(List.of(Expectation.parse("p99 < 1ms"), Expectation.parse("failed < 1%"))))
                .isEmpty();
    }

    @Test
    void a_count_that_may_still_grow_is_not_missed_yet() {
        assertThat(missed(PLAN, "failed == 2", "failed >= 5", "status(OK) > 1000"))
                .isEmpty();
        assertThat(missed(PLAN, "failed == 0", "failed < 1", "status(OK) <= 98"))
                .containsExactly("failed == 0", "failed < 1", "status(OK) <= 98");
    }

    @Test
    void a_rate_that_changes_by_plan_is_left_to_the_end_and_calls_in_flight_are_part_of_a_steady_one() {
        assertThat(missed(PLAN, "rate >= 100/s", "stage 1: rate >= 100/s")).isEmpty();
        assertThat(missed(PLAN, "stage 2: rate >= 20.6/s", "stage 2: rate >= 21/s"))
                .containsExactly("stage 2: rate >= 21/s");
        assertThat(missed(plan(null), "rate >= 20.6/s", "rate >= 21/s")).containsExactly("rate >= 21/s");
    }

    private static List<String> missed(LoadPlan plan, String... expectations) {
        SampleStats calls = new SampleStats();
        for (int i = 0; i < 100; i++) {
            boolean failed = i == 0;
            calls.call(
                    "echo",
                    UNARY,
                    0,
                    10,
                    failed ? Status.Code.INTERNAL : Status.Code.OK,
                    failed ? FailureSource.STATUS : FailureSource.NONE,
                    failed ? "INTERNAL" : null);
        }
        List<RequestStats> stats = calls.take();
        Window window = new Window(SampleStats.START, SampleStats.START.plusSeconds(5), 5);
        List<StageStats> stages = List.of(
                new StageStats(1, "0..20/1s", window, stats.get(0)), new StageStats(2, "20/1m", window, stats.get(0)));
        return new EarlyMisses(plan, stats, 5, stages, Map.of("echo", 2L))
                .of(Arrays.stream(expectations).map(Expectation::parse).toList()).stream()
                        .map(result -> result.expectation().text())
                        .toList();
    }

    private static LoadPlan plan(@Nullable Profile profile) {
        return new LoadPlan(
                "load",
                new Target("127.0.0.1", 50051),
                Duration.ZERO,
                Duration.ofSeconds(61),
                null,
                List.of(new RequestPlan(
                        "echo",
                        "yodel.v1.EchoService/Echo",
                        UNARY,
                        new Arrival.Rate(20, null, profile),
                        null,
                        List.of("{}"),
                        List.of())));
    }
}
