package dev.yodel.loadtest.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.loadtest.health.InjectorReadings;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final InjectorReadings WELL = new InjectorReadings(0.9, 0.05, 0.05, 10.0, 250.0, 100, 0.05);

    @Test
    void anything_against_the_figures_makes_them_suspect() {
        assertThat(Verdict.of(List.of()).status()).isEqualTo(Verdict.Status.VALID);
        assertThat(Verdict.of(List.of("x")).status()).isEqualTo(Verdict.Status.SUSPECT);
        assertThatThrownBy(() -> new Verdict(Verdict.Status.VALID, List.of("x")))
                .hasMessage("reasons: [x] (expected: none for VALID)");
        assertThatThrownBy(() -> new Verdict(Verdict.Status.SUSPECT, List.of()))
                .hasMessage("reasons: [] (expected: at least one for SUSPECT)");
    }

    @Test
    void nothing_speaks_against_an_injector_within_its_bounds() {
        assertThat(WELL.reasons()).isEmpty();
    }

    @Test
    void every_bound_has_its_reason() {
        assertThat(new InjectorReadings(0.97, 0.061, 0.25, 31.0, 400.0, 180, 0.072).reasons())
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
    void what_was_not_seen_is_no_zero() {
        InjectorReadings nothing = new InjectorReadings(null, null, null, null, null, 0, null);

        assertThat(nothing.reasons()).isEmpty();
        assertThat(nothing)
                .hasToString("CPU -, stolen -, throttled -, timer lag p99 - and max -, longest GC pause 0 ms");
    }

    @Test
    void what_was_seen_fits_one_line() {
        assertThat(WELL)
                .hasToString(
                        "CPU 90 %, stolen 5.0 %, throttled 5.0 %, timer lag p99 10.0 ms and max 250 ms, longest GC pause 100 ms");
    }
}
