package dev.yodel.loadtest.report.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.result.InjectorReadings;
import org.junit.jupiter.api.Test;

class InjectorLineTest {

    @Test
    void a_missing_reading_is_a_dash_and_not_a_zero() {
        assertThat(InjectorLine.of(new InjectorReadings(null, null, null, null, null, 0, null)))
                .isEqualTo("load generator (injector): CPU -, stolen -, throttled -, timer lag p99 - and max -,"
                        + " longest GC pause 0 ms");
    }

    @Test
    void readings_fit_one_line() {
        assertThat(InjectorLine.of(new InjectorReadings(0.9, 0.05, 0.05, 10.0, 250.0, 100, 0.05)))
                .isEqualTo("load generator (injector): CPU 90 %, stolen 5.0 %, throttled 5.0 %, timer lag p99 10.0 ms"
                        + " and max 250 ms, longest GC pause 100 ms");
    }
}
