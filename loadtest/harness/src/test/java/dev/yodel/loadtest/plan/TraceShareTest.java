package dev.yodel.loadtest.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceShareTest {

    @ParameterizedTest
    @CsvSource({"100%, 1", "1 %, 0.01", "0.1%, 0.001", "0.0001%, 0.000001"})
    void reads_a_percentage(String text, double share) {
        assertThat(TraceShare.parse(text).share()).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "101%", "1", "-1%", "all", "", "0.00001%"})
    void refuses_what_is_none(String text) {
        assertThatThrownBy(() -> TraceShare.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("%s (expected: 0.0001%% to 100%%)", text);
    }
}
