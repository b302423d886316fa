package dev.yodel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LateCallsTest {

    private static final long MILLI = 1_000_000;

    @Test
    void a_call_is_late_that_begins_more_than_a_millisecond_after_it_was_due() {
        LateCalls late = new LateCalls();
        late.began(5, 5);
        late.began(6, 6 + MILLI);
        late.began(7, 8 + MILLI);

        assertThat(late.take()).containsExactly(7L);
        assertThat(late.take()).isEmpty();
    }

    @Test
    void every_late_call_is_kept_until_it_is_asked_for() {
        LateCalls late = new LateCalls();
        for (int i = 0; i < 1000; i++) {
            late.began(i, i + 2 * MILLI);
        }

        assertThat(late.take()).hasSize(1000).startsWith(0L, 1L).endsWith(999L);
    }
}
