package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.Origin;
import dev.yodel.loadtest.health.Observed;
import dev.yodel.loadtest.health.Verdict;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.Window;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunVerdictTest {

    private static final Observed WELL = new Observed(0.5, 1, 5, 10, 0.01);
    private static final LoadPlan PLAN = new LoadPlan(
            "test",
            new Target("localhost", 1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            null,
            List.of(new RequestPlan(
                    "greet", "s/Greet", MethodType.UNARY, new Arrival.Rate(10), null, List.of("{}"), List.of())));

    @Test
    void runThatWentAsPlannedIsValid() {
        assertThat(RunVerdict.of(PLAN, List.of(greet(100, Map.of())), window(10), WELL))
                .isEqualTo(Verdict.of(List.of()));
    }

    @Test
    void callsThatWereCutOffMakeItSuspect() {
        assertThat(RunVerdict.of(PLAN, List.of(greet(100, Map.of(Origin.CANCELLED, 1200L))), window(10), WELL)
                        .reasons())
                .containsExactly("greet: 1,200 calls cut off by the end of the run, in no figure (expected: 0)");
    }

    @Test
    void everythingAgainstItIsTold() {
        Observed busy = new Observed(0.99, 1, 5, 10, 0.01);

        assertThat(RunVerdict.of(PLAN, List.of(greet(10, Map.of())), window(10), busy)
                        .reasons())
                .containsExactly(
                        "injector CPU: 99 % (expected: at most 90 %)",
                        "greet: 1.0 calls/s (expected: at least 90 % of the 10.0 planned)");
    }

    @Test
    void runWithoutACallMeasuredNothing() {
        assertThat(RunVerdict.of(PLAN, List.of(), window(10), WELL).reasons())
                .contains("measured: nothing, no call was made (expected: at least one)");
    }

    @Test
    void runWithoutAWindowMeasuredNothing() {
        assertThat(RunVerdict.of(PLAN, List.of(), window(0), WELL).reasons())
                .containsExactly("measured: nothing, stopped before the warm-up of 3s was over");
    }

    private static RequestResult greet(long count, Map<Origin, Long> origins) {
        return new RequestResult(
                "greet",
                MethodType.UNARY,
                count,
                count,
                0,
                Map.of(),
                0,
                null,
                null,
                null,
                null,
                null,
                origins,
                Map.of());
    }

    private static Window window(double seconds) {
        return new Window(Instant.EPOCH, Instant.EPOCH, seconds);
    }
}
