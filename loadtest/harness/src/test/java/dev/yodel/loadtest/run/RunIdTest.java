package dev.yodel.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunIdTest {

    @Test
    void sorts_by_time_and_differs_within_a_second() {
        Random random = new Random(1);
        Instant now = Instant.parse("2026-03-01T10:02:03.9Z");

        String first = RunId.of(now, random);

        assertThat(first).matches("20260301-100203-[0-9a-f]{4}");
        assertThat(RunId.of(now, random)).isNotEqualTo(first);
        assertThat(RunId.of(now.plusSeconds(1), random)).isGreaterThan(first);
    }
}
