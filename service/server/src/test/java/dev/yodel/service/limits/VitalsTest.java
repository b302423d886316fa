package dev.yodel.service.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class VitalsTest {

    private long now = Long.MAX_VALUE - 5;
    private boolean usedUp;
    private int exits;
    private final List<String> lines = new ArrayList<>();
    private final Queue<Runnable> thread = new ArrayDeque<>();
    private final Vitals vitals = new Vitals(List.of(thread::add), () -> usedUp, () -> now, lines::add, () -> exits++);

    @Test
    void memory_that_is_used_up_is_reported_once_and_recovers() {
        usedUp = true;
        tick();
        tick();
        assertThat(vitals.areGood()).isFalse();
        assertThat(lines).hasSize(1);

        usedUp = false;
        tick();
        assertThat(vitals.areGood()).isTrue();
        assertThat(lines).hasSize(2);
        assertThat(exits).isZero();
    }

    @Test
    void a_server_whose_memory_stays_used_up_is_ended() {
        usedUp = true;
        for (int second = 0; second < 10; second++) {
            tick();
        }
        assertThat(exits).isZero();
        tick();
        assertThat(exits).isEqualTo(1);
    }

    @Test
    void a_thread_that_makes_no_progress_is_reported_until_it_does() {
        tick();
        for (int second = 0; second < 5; second++) {
            tick();
            assertThat(vitals.areGood()).isTrue();
        }
        tick();
        assertThat(vitals.areGood()).isFalse();

        thread.remove().run();
        tick();
        assertThat(vitals.areGood()).isTrue();
        assertThat(lines)
                .containsExactly(
                        "not ready: a thread of the transport makes no progress", "the transport makes progress again");
    }

    private void tick() {
        vitals.tick();
        now += 1_000_000_000;
    }
}
