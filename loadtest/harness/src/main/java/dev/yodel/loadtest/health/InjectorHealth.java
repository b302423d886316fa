package dev.yodel.loadtest.health;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Watches this JVM for what would bend the figures it measures: its share of the machine's processors, its garbage
 * collector's pauses, and how late a timer fires. Thread-safe.
 */
public final class InjectorHealth implements AutoCloseable {

    private final ScheduledExecutorService timer;
    private final GcPauses gc;
    private final CpuShare cpu;
    private final TimerLag lag;

    private InjectorHealth(BooleanSupplier counting) {
        // A thread of its own: what another task on it took would be told as lag.
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "yodel-health");
            thread.setDaemon(true);
            return thread;
        });
        gc = GcPauses.watch(counting);
        cpu = CpuShare.watch(System::nanoTime, counting, timer);
        lag = TimerLag.watch(System::nanoTime, counting, timer);
    }

    /**
     * Begins to watch.
     *
     * @param counting whether what happens now counts
     */
    public static InjectorHealth watch(BooleanSupplier counting) {
        return new InjectorHealth(counting);
    }

    /** What was seen so far. */
    public Observed observed() {
        return new Observed(
                cpu.share(),
                lag.p99Millis(),
                lag.maxMillis(),
                gc.longestMillis(),
                cpu.nanos() <= 0 ? 0 : (double) TimeUnit.MILLISECONDS.toNanos(gc.sumMillis()) / cpu.nanos());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        gc.close();
    }
}
