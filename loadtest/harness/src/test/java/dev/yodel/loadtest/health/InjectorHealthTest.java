package dev.yodel.loadtest.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.result.InjectorReadings;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InjectorHealthTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean counting = new AtomicBoolean(true);

    @AfterEach
    void endTimer() {
        timer.shutdownNow();
    }

    @Test
    void busy_thread_shows_as_cpu() {
        try (InjectorHealth health = InjectorHealth.watch(nanos -> counting.get())) {
            spin(500);

            assertThat(health.readings().cpuShare()).isPositive().isLessThanOrEqualTo(1.0);
        }
    }

    @Test
    void nothing_is_measured_while_nothing_counts() {
        counting.set(false);
        try (InjectorHealth health = InjectorHealth.watch(nanos -> counting.get())) {
            System.gc();
            spin(200);

            assertThat(health.readings()).isEqualTo(new InjectorReadings(null, null, null, null, null, 0, null));
        }
    }

    @Test
    void collection_shows_as_pause() {
        try (GcPauses pauses = GcPauses.watch(nanos -> counting.get())) {
            while (pauses.sumMillis() == 0) {
                System.gc();
            }

            assertThat(pauses.longestMillis()).isPositive().isLessThanOrEqualTo(pauses.sumMillis());
        }
    }

    @Test
    void stall_of_the_timer_shows_as_lag() throws Exception {
        TimerLag lag = TimerLag.watch(System::nanoTime, nanos -> counting.get(), timer);
        timer.submit(() -> spin(300)).get();
        timer.submit(() -> {}).get();
        timer.schedule(() -> {}, 50, TimeUnit.MILLISECONDS).get();

        assertThat(lag.maxMillis()).isGreaterThan(200);
    }

    /** A stall at the end of the window swallows ticks that were due in it. */
    @Test
    void tick_counts_by_its_due_time() throws Exception {
        AtomicLong end = new AtomicLong(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        TimerLag lag = TimerLag.watch(System::nanoTime, nanos -> nanos - end.get() < 0, timer);
        timer.submit(() -> {
                    end.set(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100));
                    spin(300);
                })
                .get();
        timer.schedule(() -> {}, 50, TimeUnit.MILLISECONDS).get();

        assertThat(lag.maxMillis()).isGreaterThan(150);
    }

    @Test
    void tick_on_time_shows_no_lag() throws Exception {
        AtomicLong clock = new AtomicLong();
        TimerLag lag = TimerLag.watch(() -> clock.getAndAdd(TimerLag.PERIOD_NANOS), nanos -> counting.get(), timer);
        timer.schedule(() -> {}, 100, TimeUnit.MILLISECONDS).get();

        assertThat(lag.maxMillis()).isZero();
    }

    private static void spin(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
