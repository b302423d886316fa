package dev.yodel.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTimingTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0.000",
        "999, 0.000",
        "1000, 0.001",
        "45000, 0.045",
        "120000, 0.120",
        "9999999, 9.999",
        "10000000, 10.000",
        "1234567, 1.234",
        "60000000000, 60000.000"
    })
    void a_duration_is_in_milliseconds_with_three_decimals(long nanos, String milliseconds) {
        assertThat(new String(ServerTiming.text(nanos), StandardCharsets.US_ASCII))
                .isEqualTo("app;dur=" + milliseconds);
    }
}
