package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadSpecTest {

    private static final MethodDescriptor<?, ?> UNARY = HealthGrpc.getCheckMethod();
    private static final MethodDescriptor<?, ?> SERVER_STREAMING = HealthGrpc.getWatchMethod();

    @Test
    void plan_takes_name_and_kind_from_the_method() {
        LoadPlan plan = spec(new Arrival.Users(10, null), 5L, "{}").plan(UNARY);

        assertThat(plan.count()).isEqualTo(5);
        assertThat(plan.requests()).singleElement().satisfies(request -> {
            assertThat(request.name()).isEqualTo("Check");
            assertThat(request.call()).isEqualTo("grpc.health.v1.Health/Check");
            assertThat(request.kind()).isEqualTo(MethodType.UNARY);
        });
    }

    @Test
    void calls_with_one_message_may_have_several_to_send_in_turn() {
        List<String> two = List.of("{\"service\": \"a\"}", "{\"service\": \"b\"}");
        for (Arrival arrival : List.of(new Arrival.Users(1, null), new Arrival.Rate(1))) {
            for (MethodDescriptor<?, ?> method : List.of(UNARY, SERVER_STREAMING)) {
                LoadPlan plan = spec(arrival, null, two.get(0), two.get(1)).plan(method);

                assertThat(plan.requests().get(0).data()).isEqualTo(two);
            }
        }
    }

    @Test
    void mistakes_that_do_not_depend_on_the_method_are_found_without_it() {
        assertThatThrownBy(() -> spec(new Arrival.Streams(1, null, 2.0), null, "{}", "{}"))
                .hasMessage("data: 2 messages (expected: one for --streams with --rate)");
        assertThatThrownBy(() -> spec(new Arrival.Streams(1, null, 2.0), 5L, "{}"))
                .hasMessageStartingWith("count: cannot be combined with --streams and --rate (expected: ");
        assertThatThrownBy(() -> spec(new Arrival.Users(1, null), 0L, "{}"))
                .hasMessage("count: 0 (expected: 1 to 1000000000000)");
    }

    @Test
    void mistakes_that_depend_on_the_method_are_found_with_it() {
        assertThatThrownBy(() ->
                        spec(new Arrival.Streams(1, null, null), null, "{}").plan(UNARY))
                .hasMessage("streams: Check is unary (expected: a streaming method)");
        assertThatThrownBy(() -> spec(new Arrival.Rate(1), 5L, "{}").plan(SERVER_STREAMING))
                .hasMessageStartingWith("count: cannot be combined with --streams and --rate (expected: ");
    }

    private static LoadSpec spec(Arrival arrival, @Nullable Long count, String... data) {
        Duration duration = count == null ? Duration.ofSeconds(1) : null;
        return new LoadSpec(
                new Target("localhost", 1),
                arrival,
                Duration.ZERO,
                duration,
                count,
                null,
                null,
                List.of(data),
                List.of(),
                CallSettings.NONE);
    }
}
