package dev.yodel.loadtest.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.50 µs",
        "9.994, 9.99 µs",
        "9.996, 10.0 µs",
        "412.3, 412 µs",
        "999.4, 999 µs",
        "999.6, 1.00 ms",
        "1000, 1.00 ms",
        "99960, 100 ms",
        "999600, 1.00 s",
        "12345678, 12.3 s",
        "3600000000, '3,600 s'"
    })
    void times_have_three_digits_in_the_unit_that_fits(double micros, String text) {
        assertThat(Units.time(Math.round(micros * 1000))).isEqualTo(text);
    }

    @Test
    void thousands_stand_apart() {
        assertThat(Units.count(1234567)).isEqualTo("1,234,567");
        assertThat(Units.rate(6666.7)).isEqualTo("6,667");
        assertThat(Units.rate(99.94)).isEqualTo("99.9");
        assertThat(Units.rate(99.96)).isEqualTo("100");
        assertThat(Units.rate(0.24)).isEqualTo("0.2");
    }
}
