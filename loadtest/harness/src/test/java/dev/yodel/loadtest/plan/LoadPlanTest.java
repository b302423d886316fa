package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grpc.MethodDescriptor.MethodType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadPlanTest {

    private static final Target TARGET = new Target("localhost", 50051);
    private static final Pacing PACE = Pacing.of(Duration.ofMillis(100));
    private static final RequestPlan GREET = request(MethodType.UNARY, new Arrival.Users(5, PACE));

    @Test
    void names_the_duration_that_is_out_of_bounds() {
        assertThatThrownBy(() -> plan(Duration.ZERO, Duration.ZERO, GREET))
                .hasMessage("duration: 0s (expected: 1ms to 720h)");
        assertThatThrownBy(() -> plan(Duration.ofHours(2), Duration.ofSeconds(1), GREET))
                .hasMessage("warm-up: 2h (expected: 0s to 1h)");
        assertThatThrownBy(() -> plan(Duration.ofSeconds(-1), Duration.ofSeconds(1), GREET))
                .hasMessageStartingWith("warm-up: ");
    }

    @Test
    void requires_requests_of_different_names() {
        assertThatThrownBy(() -> plan(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("requests: none (expected: at least one)");
        assertThatThrownBy(() -> plan(Duration.ZERO, Duration.ofSeconds(1), GREET, GREET))
                .hasMessage("request name: greet twice (expected: each once)");
    }

    @Test
    void finds_a_request_by_its_name() {
        LoadPlan plan = plan(Duration.ZERO, Duration.ofSeconds(1), GREET);

        assertThat(plan.request("greet")).isEqualTo(GREET);
        assertThatThrownBy(() -> plan.request("chat")).hasMessage("request: chat (expected: one of [greet])");
    }

    @Test
    void names_the_part_of_a_request_that_is_out_of_bounds() {
        assertThatThrownBy(() -> new Arrival.Users(0, null)).hasMessage("users: 0 (expected: 1 to 1000000)");
        assertThatThrownBy(() -> new Arrival.Streams(1_000_001, null, null))
                .hasMessage("streams: 1000001 (expected: 1 to 1000000)");
        assertThatThrownBy(() -> new Arrival.Rate(0)).hasMessage("rate: 0 (expected: 0.01 to 1000000)");
        assertThatThrownBy(() -> new Arrival.Rate(Double.NaN)).hasMessage("rate: NaN (expected: 0.01 to 1000000)");
        assertThatThrownBy(() -> new Arrival.Streams(1, null, 2e6))
                .hasMessage("rate: 2000000 (expected: 0.01 to 1000000)");
        assertThatThrownBy(() -> new RequestPlan(
                        "greet", "s/m", MethodType.UNARY, new Arrival.Users(1, null), 2, List.of(), List.of()))
                .hasMessage("messages of greet: 2 (expected: 1 to 1)");
        assertThatThrownBy(() -> new RequestPlan(
                        " ", "s/m", MethodType.UNARY, new Arrival.Users(1, null), null, List.of(), List.of()))
                .hasMessage("request name: empty (expected: a text)");
    }

    @Test
    void unary_call_has_no_streams() {
        assertThatThrownBy(() -> request(MethodType.UNARY, new Arrival.Streams(1, null, null)))
                .hasMessage("streams: greet is unary (expected: a streaming method)");
    }

    @Test
    void ends_by_duration_or_by_count() {
        assertThatThrownBy(() -> new LoadPlan("test", TARGET, Duration.ZERO, null, null, List.of(GREET)))
                .hasMessage("duration and count: none (expected: one of them)");
        assertThatThrownBy(() -> new LoadPlan("test", TARGET, Duration.ZERO, Duration.ofSeconds(1), 1L, List.of(GREET)))
                .hasMessage("duration and count: both (expected: one of them)");
        assertThatThrownBy(() -> new LoadPlan("test", TARGET, Duration.ZERO, null, 0L, List.of(GREET)))
                .hasMessage("count: 0 (expected: 1 to 1000000000000)");
    }

    @Test
    void counts_calls_and_streams_without_a_rate() {
        assertThat(counted(MethodType.UNARY, new Arrival.Rate(5)).count()).isEqualTo(7);
        assertThat(counted(MethodType.BIDI_STREAMING, new Arrival.Users(5, null))
                        .count())
                .isEqualTo(7);
        assertThat(counted(MethodType.BIDI_STREAMING, new Arrival.Streams(5, null, null))
                        .count())
                .isEqualTo(7);
        assertThatThrownBy(() -> counted(MethodType.BIDI_STREAMING, new Arrival.Rate(5)))
                .hasMessageStartingWith("count: cannot be combined with --streams and --rate (expected: ");
        assertThatThrownBy(() -> counted(MethodType.BIDI_STREAMING, new Arrival.Streams(5, null, 10.0)))
                .hasMessageStartingWith("count: cannot be combined with --streams and --rate (expected: ");
    }

    @Test
    void arrival_says_how_much_is_planned() {
        assertThat(new Arrival.Users(5, PACE).plannedPerSecond()).hasValue(50);
        assertThat(new Arrival.Users(5, null).plannedPerSecond()).isEmpty();
        assertThat(new Arrival.Streams(5, null, 20.0).plannedPerSecond()).hasValue(20);
        assertThat(new Arrival.Streams(5, null, null).plannedPerSecond()).isEmpty();
        assertThat(new Arrival.Rate(30).plannedPerSecond()).hasValue(30);
        assertThat(request(MethodType.UNARY, new Arrival.Rate(30)).users()).isZero();
    }

    @Test
    void pacing_has_ordered_bounds() {
        assertThatThrownBy(() -> new Pacing(Duration.ofMillis(200), Duration.ofMillis(100)))
                .hasMessage("pace: 100ms (expected: 200ms to 1h)");
        assertThatThrownBy(() -> Pacing.of(Duration.ZERO)).hasMessage("pace: 0s (expected: 1ms to 1h)");
        assertThat(new Pacing(Duration.ofMillis(100), Duration.ofMillis(200))).hasToString("100ms-200ms");
        assertThat(PACE).hasToString("100ms");
    }

    @Test
    void demo_of_a_thousand_streams_makes_6667_messages_a_second() {
        LoadPlan demo = new DemoPlan(1000, Duration.ofSeconds(5), Duration.ofSeconds(30)).at(TARGET);

        assertThat(demo.request(DemoPlan.CHAT).users()).isEqualTo(1000);
        assertThat(demo.request(DemoPlan.CHAT).arrival().plannedPerSecond().getAsDouble())
                .isCloseTo(6666.7, within(0.1));
        assertThat(demo.request(DemoPlan.GREET).arrival().plannedPerSecond()).hasValue(500);
        assertThat(demo.requests())
                .extracting(RequestPlan::kind)
                .containsExactlyInAnyOrder(
                        MethodType.BIDI_STREAMING,
                        MethodType.UNARY,
                        MethodType.SERVER_STREAMING,
                        MethodType.CLIENT_STREAMING,
                        MethodType.BIDI_STREAMING);
    }

    @Test
    void demo_takes_one_to_a_hundred_thousand_streams() {
        assertThatThrownBy(() -> new DemoPlan(0, Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("streams: 0 (expected: 1 to 100000)");
        assertThatThrownBy(() -> new DemoPlan(100_001, Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessage("streams: 100001 (expected: 1 to 100000)");
    }

    private static LoadPlan plan(Duration warmUp, Duration duration, RequestPlan... requests) {
        return new LoadPlan("test", TARGET, warmUp, duration, null, List.of(requests));
    }

    private static LoadPlan counted(MethodType kind, Arrival arrival) {
        return new LoadPlan("test", TARGET, Duration.ZERO, null, 7L, List.of(request(kind, arrival)));
    }

    private static RequestPlan request(MethodType kind, Arrival arrival) {
        return new RequestPlan("greet", "s/Greet", kind, arrival, null, List.of(), List.of());
    }
}
