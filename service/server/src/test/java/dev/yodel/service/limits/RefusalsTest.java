package dev.yodel.service.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private long now = Long.MAX_VALUE - 5;
    private final List<String> counted = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Refusals refusals = new Refusals(counted::add, () -> now, lines::add);

    @Test
    void every_refusal_is_counted_and_one_line_per_kind_is_logged_in_ten_seconds() {
        for (int i = 0; i < 100; i++) {
            refusals.refused("call", "too many");
        }
        refusals.refused("connection", "too slow");
        assertThat(counted).hasSize(101);
        assertThat(lines).containsExactly("call: too many", "connection: too slow");

        now += TimeUnit.SECONDS.toNanos(10);
        refusals.refused("call", "too many");

        assertThat(lines).last().isEqualTo("call: too many (and 99 more since the last line)");
    }
}
