package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.RequestStats;
import dev.yodel.loadtest.plan.Arrival;
import dev.yodel.loadtest.plan.LoadPlan;
import dev.yodel.loadtest.plan.Pacing;
import dev.yodel.loadtest.plan.Profile;
import dev.yodel.loadtest.plan.RequestPlan;
import dev.yodel.loadtest.plan.Target;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.result.Window;
import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PlanComplianceTest {

    private static final Pacing PACE = Pacing.of(Duration.ofMillis(100));
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
    void has_no_reason_if_the_rates_were_achieved() {
        assertThat(PlanCompliance.reasons(PLAN, results(901, 9_001), window(10)))
                .isEmpty();
    }

    @Test
    void names_the_rate_that_fell_short() {
        assertThat(PlanCompliance.reasons(PLAN, results(850, 5_000), window(10)))
                .extracting(Reason::text)
                .containsExactly(
                        "greet: 85.0 calls/s (expected: at least 90 % of the 100.0 planned)",
                        "chat: 500.0 messages/s (expected: at least 90 % of the 1,000.0 planned)");
    }

    @Test
    void a_request_that_was_never_made_fell_short() {
        assertThat(PlanCompliance.reasons(PLAN, List.of(), window(10))).hasSize(2);
    }

    @Test
    void does_not_judge_the_rate_of_a_short_window() {
        assertThat(PlanCompliance.reasons(PLAN, List.of(), window(0.9))).isEmpty();
    }

    @Test
    void a_rise_that_is_stopped_half_way_is_compared_with_its_first_half() {
        LoadPlan rise = new LoadPlan(
                "test",
                new Target("localhost", 1),
                Duration.ZERO,
                Duration.ofSeconds(20),
                null,
                List.of(request("greet", MethodType.UNARY, new Arrival.Rate(50, null, Profile.parse("0..100/20s")))));

        assertThat(PlanCompliance.reasons(rise, results(250, 0), window(10))).isEmpty();
        assertThat(PlanCompliance.reasons(rise, results(220, 0), window(10)))
                .extracting(Reason::text)
                .containsExactly("greet: 22.0 calls/s (expected: at least 90 % of the 25.0 planned)");
    }

    private static RequestPlan request(String name, MethodType kind, Arrival arrival) {
        return new RequestPlan(name, "s/M", kind, arrival, null, List.of(), List.of());
    }

    private static List<RequestStats> results(long greetings, long messages) {
        return List.of(
                result("greet", MethodType.UNARY, greetings, 0),
                result("chat", MethodType.BIDI_STREAMING, 20, messages));
    }

    private static RequestStats result(String name, MethodType kind, long count, long messages) {
        Histogram none = new Histogram(3);
        return SampleStats.stats(name, kind, count, 0, 0, Map.of(), messages, messages, none, none);
    }

    private static Window window(double seconds) {
        return new Window(Instant.EPOCH, Instant.EPOCH, seconds);
    }
}
