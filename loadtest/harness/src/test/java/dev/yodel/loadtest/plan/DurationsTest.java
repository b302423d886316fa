package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "10s, PT10S",
        "2m, PT2M",
        "1m30s, PT1M30S",
        "1h, PT1H",
        "1h2m3s4ms, PT1H2M3.004S",
        "90s, PT1M30S",
        "0s, PT0S"
    })
    void reads_what_people_write(String text, Duration meaning) {
        assertThat(Durations.parse(text)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "10", "s", "ten seconds", "-5s", "1.5s", "10 s", "30s1m", "5d", "99999999999s"})
    void says_the_value_and_what_was_expected(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + " (expected: a time such as 500ms, 10s, 2m, 1m30s or 1h)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "500ms", "10s", "1m30s", "2h", "1h2m3s4ms"})
    void writes_what_it_reads(String text) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
    }

    @Test
    void cuts_off_what_is_below_a_millisecond() {
        assertThat(Durations.format(Duration.ofNanos(1_999_999))).isEqualTo("1ms");
    }
}
