package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.RunVerdict.End;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RunVerdictTest {

    private static final InjectorReadings HEALTHY = new InjectorReadings(0.5, 0.0, 0.0, 1.0, 5.0, 10, 0.01);
    private static final LoadPlan PLAN = new LoadPlan(
            "test",
            new Target("localhost", 1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            null,
            List.of(new RequestPlan(
                    "greet", "s/Greet", MethodType.UNARY, new Arrival.Rate(10), null, List.of("{}"), List.of())));

    @Test
    void run_that_went_as_planned_is_valid() {
        assertThat(RunVerdict.judge(result(List.of(greet(100, Map.of())), 10, HEALTHY), End.DUE)
                        .verdict())
                .isEqualTo(Verdict.of(List.of()));
    }

    @Test
    void calls_that_were_cut_off_make_it_suspect() {
        assertThat(reasons(List.of(greet(100, Map.of(FailureSource.CANCELLED, 1200L))), 10, End.DUE))
                .containsExactly(
                        "greet: 1,200 calls cut off at the end of the run and excluded from the results (expected: 0)");
    }

    @Test
    void every_reason_is_reported() {
        InjectorReadings busy = new InjectorReadings(0.99, 0.0, 0.0, 1.0, 5.0, 10, 0.01);

        assertThat(RunVerdict.judge(result(List.of(greet(10, Map.of())), 10, busy), End.DUE)
                        .verdict()
                        .reasons())
                .containsExactly(
                        "injector CPU: 99 % (expected: at most 90 %)",
                        "greet: 1.0 calls/s (expected: at least 90 % of the 10.0 planned)");
    }

    @Test
    void run_without_a_call_measured_nothing() {
        assertThat(reasons(List.of(), 10, End.DUE))
                .contains("nothing measured: no call due in the measured window completed (expected: at least one)");
    }

    @Test
    void run_without_a_window_measured_nothing() {
        assertThat(reasons(List.of(), 0, End.DUE))
                .containsExactly("nothing measured: stopped before the warm-up of 3s was over");
    }

    @Test
    void run_that_did_not_end_as_planned_is_suspect() {
        List<RequestStats> greetings = List.of(greet(100, Map.of()));

        assertThat(reasons(greetings, 3.21, End.EARLY))
                .containsExactly("ended early: all users finished after 3.2 s (expected: 10s)");
        assertThat(reasons(greetings, 10, End.STALLED))
                .containsExactly(
                        "aborted: nothing completed for 30s (expected: 10s; measure long calls with --duration)");
    }

    /** A histogram keeps three significant digits: 9.99 ms is recorded as at most 10 ms. */
    @Test
    void calls_that_the_injector_started_late_make_it_suspect() {
        assertThat(reasons(List.of(lagging(9_990)), 10, End.DUE)).isEmpty();
        assertThat(reasons(List.of(lagging(12_340)), 10, End.DUE))
                .containsExactly("greet: start lag p99: 12.3 ms (expected: at most 10.0 ms)");
    }

    @Test
    void round_trips_of_streams_that_are_not_answered_one_by_one_are_wrong() {
        assertThat(reasonsOfChat(100, 100, Map.of())).isEmpty();
        assertThat(reasonsOfChat(100, 101, Map.of()))
                .containsExactly("greet: 101 messages received for 100 sent; round trips are matched by order and"
                        + " therefore wrong (expected: one response per message)");
        assertThat(reasonsOfChat(100, 50, Map.of())).hasSize(1);
        assertThat(reasonsOfChat(100, 50, Map.of(FailureSource.STATUS, 1L)))
                .as("messages on a failed stream have no response")
                .isEmpty();
        assertThat(reasonsOfChat(100, 50, Map.of(), 1))
                .as("the last messages on a stream that the server ended early have no response")
                .isEmpty();
    }

    private static List<String> reasonsOfChat(long sent, long received, Map<FailureSource, Long> failureSources) {
        return reasonsOfChat(sent, received, failureSources, 0);
    }

    private static List<String> reasonsOfChat(
            long sent, long received, Map<FailureSource, Long> failureSources, long endedEarly) {
        long failed = failureSources.getOrDefault(FailureSource.STATUS, 0L);
        RequestStats chat = SampleStats.stats(
                "greet",
                MethodType.BIDI_STREAMING,
                100 - failed,
                failed,
                endedEarly,
                failureSources,
                sent,
                received,
                new Histogram(3),
                micros(1));
        return reasons(List.of(chat), 10, End.DUE);
    }

    private static RequestStats greet(long count, Map<FailureSource, Long> failureSources) {
        Histogram none = new Histogram(3);
        return SampleStats.stats("greet", MethodType.UNARY, count, 0, 0, failureSources, 0, 0, none, none);
    }

    private static RequestStats lagging(long micros) {
        return SampleStats.stats(
                "greet", MethodType.UNARY, 100, 0, 0, Map.of(), 0, 0, micros(micros), new Histogram(3));
    }

    private static Histogram micros(long micros) {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(TimeUnit.MICROSECONDS.toNanos(micros));
        return histogram;
    }

    private static List<String> reasons(List<RequestStats> requests, double seconds, End end) {
        return RunVerdict.judge(result(requests, seconds, HEALTHY), end)
                .verdict()
                .reasons();
    }

    private static RunResult result(List<RequestStats> requests, double seconds, InjectorReadings injector) {
        Window window = new Window(Instant.EPOCH, Instant.EPOCH, seconds);
        return new RunResult(
                RunInfo.of("run-1", null, Map.of()), PLAN, window, injector, requests, List.of(), List.of());
    }
}
