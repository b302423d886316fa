package dev.yodel.service.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread whose turns are simulated: a call takes a time that the test chooses, and refusing one takes 10 µs. */
class LoopLoadTest {

    private static final long ALLOWED = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long REFUSAL = TimeUnit.MICROSECONDS.toNanos(10);
    private static final int FEWEST = 10;

    private long nanos;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final LoopLoad load = new LoopLoad(tasks::add, ALLOWED, FEWEST, () -> nanos);
    private final LoopLoad.Share many = new LoopLoad.Share();
    private final LoopLoad.Share few = new LoopLoad.Share();

    @Test
    void no_number_of_calls_is_too_many_if_they_are_served_in_time() {
        for (int i = 0; i < 100; i++) {
            assertThat(turn(many, 49_000, 1000)).isEqualTo(49_000);
        }
        assertThat(load.isLimited()).isFalse();
    }

    @Test
    void single_long_turns_refuse_nothing_however_long_they_are() {
        for (int i = 0; i < 100; i++) {
            turn(many, 2000, 10 * MILLISECOND); // the collector, or other processes
            turn(many, 40, MILLISECOND);
        }
        assertThat(load.isLimited()).isFalse();
    }

    @Test
    void long_turns_of_a_thread_that_is_otherwise_idle_refuse_nothing() {
        for (int i = 0; i < 100; i++) {
            turn(many, 60, MILLISECOND);
            nanos += 100 * MILLISECOND;
        }
        assertThat(load.isLimited()).isFalse();
    }

    @Test
    void turns_that_are_longer_than_the_window_are_judged_as_well() {
        assertThat(turn(many, 1000, MILLISECOND)).isEqualTo(1000);
        assertThat(turn(many, 1000, MILLISECOND)).isEqualTo(1000);
        assertThat(load.isLimited()).isFalse();
        turn(many, 1000, MILLISECOND);
        assertThat(load.isLimited()).isTrue();
    }

    @Test
    void a_thread_that_is_late_all_the_time_takes_on_what_it_serves_in_time() {
        overload(many);

        int served = 0;
        for (int i = 0; i < 20; i++) {
            served += turn(many, 1000, MILLISECOND);
        }
        // 50 calls of a millisecond are served in time
        assertThat(served / 20).isBetween(35, 55);
    }

    @Test
    void refusals_do_not_lower_the_limit() {
        overload(many);

        int served = 0;
        for (int i = 0; i < 20; i++) {
            served += turn(many, 20_000, MILLISECOND); // 200 ms of refusals in each turn
        }
        assertThat(served / 20).isBetween(35, 55);
    }

    @Test
    void a_limit_is_never_below_the_least_one() {
        overload(many);
        for (int i = 0; i < 100; i++) {
            turn(many, 100, 1000 * MILLISECOND);
        }
        assertThat(turn(many, 100, 1000 * MILLISECOND)).isEqualTo(FEWEST);
    }

    @Test
    void a_connection_that_asks_for_little_is_admitted_while_others_are_refused() {
        overload(many);
        for (int i = 0; i < 20; i++) {
            begin();
            assertThat(calls(many, 1000, MILLISECOND)).isLessThan(60);
            assertThat(calls(few, 5, MILLISECOND)).isEqualTo(5);
            end();
        }
    }

    @Test
    void messages_of_open_streams_count_and_new_calls_are_refused_instead() {
        overload(many);
        for (int i = 0; i < 20; i++) {
            begin();
            for (int message = 0; message < 1000; message++) {
                load.message();
                nanos += MILLISECOND;
            }
            int served = calls(many, 100, MILLISECOND);
            end();
            assertThat(served).isLessThan(60);
        }
    }

    @Test
    void the_limit_is_lifted_when_nothing_was_refused_for_a_while() {
        overload(many);
        long refusedUntil = nanos;
        while (load.isLimited()) {
            assertThat(turn(many, 5, MILLISECOND)).isEqualTo(5);
            nanos += 20 * MILLISECOND;
        }
        assertThat(nanos - refusedUntil).isBetween(LoopLoad.RECOVERY, 2 * LoopLoad.RECOVERY);
        assertThat(turn(many, 5000, MILLISECOND))
                .as("a burst after the overload")
                .isEqualTo(5000);
    }

    @Test
    void little_work_is_measured_now_and_then_only() {
        for (int i = 0; i < 15; i++) {
            load.read(0);
        }
        assertThat(tasks).isEmpty();
        load.read(0);
        assertThat(tasks).as("the 16th").hasSize(1);
        end();
        load.read(1);
        assertThat(tasks).as("another second").hasSize(1);
    }

    /** Until calls are refused, which takes a while; then until the limit has settled. */
    private void overload(LoopLoad.Share share) {
        long begun = nanos;
        while (!load.isLimited()) {
            assertThat(turn(share, 200, MILLISECOND)).isEqualTo(200);
            assertThat(nanos - begun).isLessThan(4 * LoopLoad.WINDOW);
        }
        assertThat(nanos - begun).isGreaterThan(LoopLoad.WINDOW);
        for (int i = 0; i < 20; i++) {
            turn(share, 200, MILLISECOND);
        }
    }

    private int turn(LoopLoad.Share share, int calls, long nanosPerCall) {
        begin();
        int served = calls(share, calls, nanosPerCall);
        end();
        return served;
    }

    private void begin() {
        for (int i = 0; i < 16; i++) {
            load.read(0);
        }
    }

    private int calls(LoopLoad.Share share, int calls, long nanosPerCall) {
        int served = 0;
        for (int i = 0; i < calls; i++) {
            boolean admitted = load.admit(share);
            nanos += admitted ? nanosPerCall : REFUSAL;
            served += admitted ? 1 : 0;
        }
        return served;
    }

    private void end() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
