package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.Reason.Kind;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RunningVerdictTest {

    private static final InjectorReadings HEALTHY = new InjectorReadings(0.5, 0.0, 0.0, 1.0, 5.0, 10, 0.01);

    @Test
    void run_that_goes_as_planned_is_valid_so_far() {
        RunningVerdict verdict = after(10, HEALTHY, 1_000, Map.of());

        assertThat(verdict.judged()).isTrue();
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.progress().get(0).missing()).isZero();
    }

    @Test
    void every_reason_that_shows_before_the_end_is_one() {
        InjectorReadings sick = new InjectorReadings(0.97, 0.061, 0.25, 31.0, 400.0, 180, 0.072);
        RunningVerdict verdict = RunningVerdict.soFar(
                plan(new Arrival.Rate(100)), sick, List.of(stats(50, 40, Map.of(), millis(50))), Map.of(), 10);

        assertThat(verdict.reasons())
                .extracting(Reason::kind)
                .containsExactly(
                        Kind.INJECTOR_CPU,
                        Kind.STOLEN_CPU,
                        Kind.THROTTLED_CPU,
                        Kind.TIMER_LAG_P99,
                        Kind.TIMER_LAG_MAX,
                        Kind.LONGEST_GC_PAUSE,
                        Kind.GC_PAUSES,
                        Kind.ACHIEVED_RATE,
                        Kind.START_LAG);
        assertThat(verdict.progress().get(0).missing()).isEqualTo(950);
    }

    @Test
    void calls_in_flight_are_achieved() {
        assertThat(after(10, HEALTHY, 500, Map.of("greet", 450L)).reasons()).isEmpty();
        assertThat(after(10, HEALTHY, 500, Map.of("greet", 300L)).reasons()).hasSize(1);
    }

    @Test
    void a_rise_is_compared_with_what_was_due_by_now() {
        LoadPlan rise = plan(new Arrival.Rate(50, null, Profile.parse("0..100/10s")));

        RunningVerdict verdict =
                RunningVerdict.soFar(rise, HEALTHY, List.of(stats(125, 0, Map.of(), none())), Map.of(), 5);

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.progress().get(0).planned()).isCloseTo(125, within(0.001));
    }

    @Test
    void what_the_end_decides_is_no_reason_before() {
        RequestStats open = SampleStats.stats(
                "chat",
                MethodType.BIDI_STREAMING,
                10,
                0,
                0,
                Map.of(FailureSource.CANCELLED, 3L),
                1_000,
                990,
                none(),
                millis(1));
        LoadPlan chat = new LoadPlan(
                "test",
                new Target("localhost", 1),
                Duration.ZERO,
                Duration.ofSeconds(20),
                null,
                List.of(new RequestPlan(
                        "chat",
                        "s/Chat",
                        MethodType.BIDI_STREAMING,
                        new Arrival.Streams(10, null, null),
                        null,
                        List.of("{}"),
                        List.of())));

        assertThat(RunningVerdict.soFar(chat, HEALTHY, List.of(open), Map.of(), 10)
                        .reasons())
                .isEmpty();
    }

    @Test
    void the_first_seconds_are_not_judged() {
        RunningVerdict verdict = after(2, HEALTHY, 0, Map.of());

        assertThat(verdict.judged()).isFalse();
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.shares()).containsKey(Kind.TIMER_LAG_P99);
    }

    private static RunningVerdict after(double seconds, InjectorReadings injector, long ok, Map<String, Long> open) {
        return RunningVerdict.soFar(
                plan(new Arrival.Rate(100)), injector, List.of(stats(ok, 0, Map.of(), none())), open, seconds);
    }

    private static LoadPlan plan(Arrival arrival) {
        return new LoadPlan(
                "test",
                new Target("localhost", 1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                null,
                List.of(new RequestPlan(
                        "greet", "s/Greet", MethodType.UNARY, arrival, null, List.of("{}"), List.of())));
    }

    private static RequestStats stats(long ok, long failed, Map<FailureSource, Long> sources, Histogram startLag) {
        return SampleStats.stats("greet", MethodType.UNARY, ok - failed, failed, 0, sources, 0, 0, startLag, none());
    }

    private static Histogram millis(long value) {
        Histogram histogram = none();
        histogram.recordValue(TimeUnit.MILLISECONDS.toNanos(value));
        return histogram;
    }

    private static Histogram none() {
        return new Histogram(3);
    }
}
