package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.verdict.Reason.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InjectorCheckTest {

    @Test
    void an_injector_at_its_thresholds_is_healthy() {
        InjectorReadings readings = new InjectorReadings(0.9, 0.05, 0.05, 10.0, 250.0, 100, 0.05);

        assertThat(InjectorCheck.reasons(readings)).isEmpty();
    }

    @Test
    void every_threshold_has_its_reason() {
        InjectorReadings readings = new InjectorReadings(0.97, 0.061, 0.25, 31.0, 400.0, 180, 0.072);

        assertThat(InjectorCheck.reasons(readings))
                .extracting(Reason::text)
                .containsExactly(
                        "injector CPU: 97 % (expected: at most 90 %)",
                        "CPU stolen by the host: 6.1 % (expected: at most 5.0 %)",
                        "CPU throttled by a limit: 25.0 % (expected: at most 5.0 %)",
                        "timer lag p99: 31.0 ms (expected: at most 10.0 ms)",
                        "timer lag max: 400 ms (expected: at most 250 ms)",
                        "longest GC pause: 180 ms (expected: at most 100 ms)",
                        "GC pauses: 7.2 % of the time (expected: at most 5.0 % of the time)");
    }

    @Test
    void a_reading_is_a_share_of_its_threshold() {
        assertThat(InjectorCheck.shares(new InjectorReadings(0.45, null, 0.1, 10.0, null, 0, null)))
                .isEqualTo(Map.of(
                        Kind.INJECTOR_CPU, 0.5,
                        Kind.THROTTLED_CPU, 2.0,
                        Kind.TIMER_LAG_P99, 1.0,
                        Kind.LONGEST_GC_PAUSE, 0.0));
    }

    @Test
    void a_missing_reading_exceeds_no_threshold() {
        assertThat(InjectorCheck.reasons(new InjectorReadings(null, null, null, null, null, 0, null)))
                .isEmpty();
    }
}
