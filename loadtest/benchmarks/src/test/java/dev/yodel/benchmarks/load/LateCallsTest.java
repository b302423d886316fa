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

        assertThat(late.take()).isEqualTo(1);
        assertThat(late.take()).isZero();
    }
}
