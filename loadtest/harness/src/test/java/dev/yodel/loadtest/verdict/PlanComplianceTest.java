package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.plan.ActionInterval;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.MessagesResult;
import dev.yodel.loadtest.result.RequestResult;
import dev.yodel.loadtest.result.Window;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanComplianceTest {

    private static final ActionInterval PACE = ActionInterval.of(Duration.ofMillis(100));
    private static final LoadPlan PLAN = new LoadPlan(
            "test",
            new Target("localhost", 1),
            Duration.ZERO,
            Duration.ofSeconds(10),
            null,
            List.of(
                    request("greet", MethodType.UNARY, new Arrival.Users(10, PACE)),
                    request("chat", MethodType.BIDI_STREAMING, new Arrival.Streams(100, PACE, null)),
                    request("free", MethodType.UNARY, new Arrival.Users(10, null))));

    @Test
    void says_nothing_of_a_plan_that_was_kept() {
        assertThat(PlanCompliance.reasons(PLAN, results(901, 9_001), window(10)))
                .isEmpty();
    }

    @Test
    void says_which_rate_fell_short() {
        assertThat(PlanCompliance.reasons(PLAN, results(850, 5_000), window(10)))
                .containsExactly(
                        "greet: 85.0 calls/s (expected: at least 90 % of the 100.0 planned)",
                        "chat: 500.0 messages/s (expected: at least 90 % of the 1,000.0 planned)");
    }

    @Test
    void request_that_never_came_fell_short() {
        assertThat(PlanCompliance.reasons(PLAN, List.of(), window(10))).hasSize(2);
    }

    @Test
    void says_nothing_of_a_window_too_short_to_tell() {
        assertThat(PlanCompliance.reasons(PLAN, List.of(), window(0.9))).isEmpty();
    }

    private static RequestPlan request(String name, MethodType kind, Arrival arrival) {
        return new RequestPlan(name, "s/M", kind, arrival, null, List.of(), List.of());
    }

    private static List<RequestResult> results(long greetings, long messages) {
        return List.of(
                result("greet", MethodType.UNARY, greetings, null),
                result(
                        "chat",
                        MethodType.BIDI_STREAMING,
                        20,
                        new MessagesResult(messages, messages, 0, null, null, null)));
    }

    private static RequestResult result(String name, MethodType kind, long count, @Nullable MessagesResult messages) {
        return new RequestResult(
                name, kind, count, count, 0, Map.of(), 0, null, null, null, null, null, messages, Map.of(), Map.of());
    }

    private static Window window(double seconds) {
        return new Window(Instant.EPOCH, Instant.EPOCH, seconds);
    }
}
