package dev.yodel.service.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelayClockTest {

    private static final long INTERVAL = 100;

    private long now = Long.MAX_VALUE - 150;
    private final DelayClock dueTimes = new DelayClock(() -> now);

    @Test
    void the_first_answer_waits_for_nothing() {
        assertThat(dueTimes.untilNext(INTERVAL)).isZero();
    }

    @Test
    void late_wake_ups_do_not_add_up() {
        dueTimes.untilNext(INTERVAL);
        now += 10;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(90);
        now += 90 + 7;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(93);
        now += 93 + 30;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(70);
    }

    @Test
    void a_slow_reader_gets_no_burst() {
        dueTimes.untilNext(INTERVAL);
        now += 1_000;
        assertThat(dueTimes.untilNext(INTERVAL)).isZero();
        now += 1;
        assertThat(dueTimes.untilNext(INTERVAL)).isEqualTo(99);
    }

    @Test
    void a_delay_counts_from_the_beginning() {
        dueTimes.begin();
        now += 40;
        assertThat(dueTimes.leftOf(100)).isEqualTo(60);
        now += 70;
        assertThat(dueTimes.leftOf(100)).isNegative();
    }
}
