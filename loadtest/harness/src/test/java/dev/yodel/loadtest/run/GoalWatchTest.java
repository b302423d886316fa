package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.StageStats;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GoalWatchTest {

    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void ends_the_run_after_five_readings_in_a_row_and_not_before() {
        GoalWatch watch = watch("greet: p50 < 10ms", true);

        read(watch, Phase.WARM_UP, 3);
        read(watch, Phase.WINDOW, 4);
        assertThat(ended).hasValue(0);

        read(watch, Phase.WINDOW, 1);
        assertThat(ended).hasValue(1);
    }

    @Test
    void does_not_end_a_run_that_meets_its_expectations_or_shall_not_be_ended() {
        read(watch("greet: p50 < 60ms", true), Phase.WINDOW, 10);
        read(watch("greet: p50 < 10ms", false), Phase.WINDOW, 10);

        assertThat(ended).hasValue(0);
    }

    @Test
    void what_the_run_was_ended_for_stays_missed() {
        GoalWatch watch = watch("greet: rate > 1000/s", true);
        read(watch, Phase.WINDOW, 5);
        Expectation met = Expectation.parse("greet: rate > 1000/s");

        var sealed = watch.seal(new dev.yodel.loadtest.verdict.JudgedResult(
                new SampleStats().greetings().result(Verdict.of(List.of())).result(),
                Verdict.of(List.of()),
                Goals.NONE,
                List.of(new ExpectationResult(met, true, 2000.0, "2,000/s"))));

        assertThat(sealed.missed()).singleElement().returns("101/s", ExpectationResult::found);
    }

    @Test
    void a_stage_that_is_missed_ends_the_run_and_one_that_is_not_reached_does_not() {
        List<StageStats> reached = new ArrayList<>();
        GoalWatch watch = watch("stage 2: p50 < 10ms", true, reached);
        read(watch, Phase.WINDOW, 6);
        assertThat(ended).hasValue(0);

        reached.add(new StageStats(2, "100/10s", SampleStats.WINDOW, greetings()));
        read(watch, Phase.WINDOW, 4);
        assertThat(ended).hasValue(0);
        read(watch, Phase.WINDOW, 1);
        assertThat(ended).hasValue(1);
    }

    @Test
    void readings_in_a_row_are_those_of_one_expectation() {
        GoalWatch watch = new GoalWatch(
                new Goals(
                        List.of(Expectation.parse("greet: p50 < 10ms"), Expectation.parse("chat: p50 < 1ms")),
                        true,
                        true),
                SampleStats.PLAN,
                numbers -> List.of(),
                Map::of,
                ended::incrementAndGet);

        for (int i = 0; i < 4; i++) {
            watch.read(new SampleStats().greetings().interval(Duration.ofSeconds(i), Phase.WINDOW, 0));
        }
        fastGreetings(watch);
        for (int i = 0; i < 4; i++) {
            watch.read(new SampleStats().chat().interval(Duration.ofSeconds(i), Phase.WINDOW, 0));
        }
        assertThat(ended).hasValue(0);

        watch.read(new SampleStats().chat().interval(Duration.ofSeconds(9), Phase.WINDOW, 0));
        assertThat(ended).hasValue(1);
    }

    /** So many that the median is met again. */
    private static void fastGreetings(GoalWatch watch) {
        SampleStats fast = new SampleStats();
        for (int i = 0; i < 1_000; i++) {
            fast.call("greet", MethodType.UNARY, 0, 1, Status.Code.OK, FailureSource.NONE, null);
        }
        watch.read(fast.interval(Duration.ofSeconds(5), Phase.WINDOW, 0));
    }

    private static RequestStats greetings() {
        return new SampleStats().greetings().take().get(0);
    }

    private GoalWatch watch(String expectation, boolean abort) {
        return watch(expectation, abort, List.of());
    }

    private GoalWatch watch(String expectation, boolean abort, List<StageStats> stages) {
        Goals goals = new Goals(List.of(Expectation.parse(expectation)), true, abort);
        return new GoalWatch(goals, SampleStats.PLAN, numbers -> stages, Map::of, ended::incrementAndGet);
    }

    private static void read(GoalWatch watch, Phase phase, int times) {
        for (int second = 1; second <= times; second++) {
            Interval interval = new SampleStats().greetings().interval(Duration.ofSeconds(second), phase, 0);
            watch.read(interval);
        }
    }
}
