package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.health.InjectorReadings;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.LatencyResult;
import dev.yodel.loadtest.result.MessagesResult;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.verdict.RunVerdict.End;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunVerdictTest {

    private static final InjectorReadings WELL = new InjectorReadings(0.5, 0.0, 0.0, 1.0, 5.0, 10, 0.01);
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
        assertThat(RunVerdict.of(PLAN, List.of(greet(100, Map.of())), window(10), WELL, End.DUE))
                .isEqualTo(Verdict.of(List.of()));
    }

    @Test
    void calls_that_were_cut_off_make_it_suspect() {
        assertThat(RunVerdict.of(
                                PLAN,
                                List.of(greet(100, Map.of(FailureSource.CANCELLED, 1200L))),
                                window(10),
                                WELL,
                                End.DUE)
                        .reasons())
                .containsExactly(
                        "greet: 1,200 calls cut off by the end of the run, in no figure of calls (expected: 0)");
    }

    @Test
    void everything_against_it_is_told() {
        InjectorReadings busy = new InjectorReadings(0.99, 0.0, 0.0, 1.0, 5.0, 10, 0.01);

        assertThat(RunVerdict.of(PLAN, List.of(greet(10, Map.of())), window(10), busy, End.DUE)
                        .reasons())
                .containsExactly(
                        "injector CPU: 99 % (expected: at most 90 %)",
                        "greet: 1.0 calls/s (expected: at least 90 % of the 10.0 planned)");
    }

    @Test
    void run_without_a_call_measured_nothing() {
        assertThat(RunVerdict.of(PLAN, List.of(), window(10), WELL, End.DUE).reasons())
                .contains("measured: nothing, no call that was due in the window ended (expected: at least one)");
    }

    @Test
    void run_without_a_window_measured_nothing() {
        assertThat(RunVerdict.of(PLAN, List.of(), window(0), WELL, End.DUE).reasons())
                .containsExactly("measured: nothing, stopped before the warm-up of 3s was over");
    }

    @Test
    void run_that_did_not_end_as_planned_is_suspect() {
        List<RequestResult> greetings = List.of(greet(100, Map.of()));

        assertThat(RunVerdict.of(PLAN, greetings, window(3.21), WELL, End.EARLY).reasons())
                .containsExactly("end: after 3.2 s, when all users had left (expected: 10s)");
        assertThat(RunVerdict.of(PLAN, greetings, window(10), WELL, End.GIVEN_UP)
                        .reasons())
                .containsExactly(
                        "end: given up, as no call ended and no message came any more (expected: 10s; calls that take long are measured by a duration)");
    }

    @Test
    void calls_that_the_injector_started_late_make_it_suspect() {
        assertThat(RunVerdict.of(PLAN, List.of(lagging(10_000)), window(10), WELL, End.DUE)
                        .reasons())
                .isEmpty();
        assertThat(RunVerdict.of(PLAN, List.of(lagging(12_340)), window(10), WELL, End.DUE)
                        .reasons())
                .containsExactly("greet: start lag p99: 12.3 ms (expected: at most 10.0 ms)");
    }

    @Test
    void round_trips_of_streams_that_are_not_answered_one_by_one_are_wrong() {
        assertThat(reasonsOfChat(100, 100, Map.of())).isEmpty();
        assertThat(reasonsOfChat(100, 101, Map.of()))
                .containsExactly(
                        "greet: 101 messages received for 100 sent, so that round trips, told by order, are wrong (expected: one each)");
        assertThat(reasonsOfChat(100, 50, Map.of())).hasSize(1);
        assertThat(reasonsOfChat(100, 50, Map.of(FailureSource.STATUS, 1L)))
                .as("what a failed stream had sent is not answered")
                .isEmpty();
    }

    private static List<String> reasonsOfChat(long sent, long received, Map<FailureSource, Long> origins) {
        MessagesResult messages = new MessagesResult(sent, received, 0, times(1), null, null);
        long failed = origins.getOrDefault(FailureSource.STATUS, 0L);
        RequestResult chat = result(100 - failed, failed, null, messages, origins);
        return RunVerdict.of(PLAN, List.of(chat), window(10), WELL, End.DUE).reasons();
    }

    private static RequestResult greet(long count, Map<FailureSource, Long> origins) {
        return result(count, 0, null, null, origins);
    }

    private static RequestResult lagging(double micros) {
        return result(100, 0, times(micros), null, Map.of());
    }

    private static LatencyResult times(double micros) {
        return new LatencyResult(micros, micros, micros, micros, micros, micros, micros, micros, micros);
    }

    private static RequestResult result(
            long ok,
            long failed,
            @Nullable LatencyResult startLag,
            @Nullable MessagesResult messages,
            Map<FailureSource, Long> origins) {
        return new RequestResult(
                "greet",
                MethodType.UNARY,
                ok + failed,
                ok,
                failed,
                Map.of(),
                0,
                null,
                null,
                startLag,
                null,
                null,
                messages,
                origins,
                Map.of());
    }

    private static Window window(double seconds) {
        return new Window(Instant.EPOCH, Instant.EPOCH, seconds);
    }
}
