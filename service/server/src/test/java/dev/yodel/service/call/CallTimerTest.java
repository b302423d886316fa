package dev.yodel.service.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class CallTimerTest {

    private static final long INTERVAL = 100;

    private long now = Long.MAX_VALUE - 150;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final CallTimer timer = new CallTimer(() -> now, executor, () -> {});

    @Test
    void the_first_answer_waits_for_nothing() {
        assertThat(timer.untilNext(INTERVAL)).isZero();
    }

    @Test
    void late_wake_ups_do_not_add_up() {
        timer.untilNext(INTERVAL);
        now += 10;
        assertThat(timer.untilNext(INTERVAL)).isEqualTo(90);
        now += 90 + 7;
        assertThat(timer.untilNext(INTERVAL)).isEqualTo(93);
        now += 93 + 30;
        assertThat(timer.untilNext(INTERVAL)).isEqualTo(70);
    }

    @Test
    void a_slow_reader_gets_no_burst() {
        timer.untilNext(INTERVAL);
        now += 1_000;
        assertThat(timer.untilNext(INTERVAL)).isZero();
        now += 1;
        assertThat(timer.untilNext(INTERVAL)).isEqualTo(99);
    }

    @Test
    void a_delay_counts_from_the_beginning() {
        now += 40;
        assertThat(timer.remaining(100)).isEqualTo(60);
        now += 70;
        assertThat(timer.remaining(100)).isNegative();
    }
}
