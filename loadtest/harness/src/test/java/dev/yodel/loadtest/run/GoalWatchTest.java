package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.plan.expectation.Expectation;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.result.Interval;
import dev.yodel.loadtest.result.Interval.Phase;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.Verdict;
import java.time.Duration;
import java.util.List;
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

    private GoalWatch watch(String expectation, boolean abort) {
        Goals goals = new Goals(List.of(Expectation.parse(expectation)), true, abort);
        return new GoalWatch(goals, SampleStats.PLAN, ended::incrementAndGet);
    }

    private static void read(GoalWatch watch, Phase phase, int times) {
        for (int second = 1; second <= times; second++) {
            Interval interval = new SampleStats().greetings().interval(Duration.ofSeconds(second), phase, 0);
            watch.read(interval);
        }
    }
}
