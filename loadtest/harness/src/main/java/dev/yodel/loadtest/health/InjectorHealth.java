package dev.yodel.loadtest.health;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches this JVM for what would bend the figures it measures: its share of the machine's processors, what of them was
 * kept from it, its garbage collector's pauses, and how late a timer fires. Thread-safe.
 */
public final class InjectorHealth implements AutoCloseable {

    private static final long SHORT_MILLIS = 10;

    /** For clocks that are files to be read. */
    private static final long LONG_MILLIS = 100;

    private final ScheduledExecutorService timer;
    private final GcPauses gc;
    private final CpuShare cpu;
    private final CpuShare stolen;
    private final CpuShare throttled;
    private final TimerLag lag;

    private InjectorHealth(LongPredicate counts) {
        // A thread of its own: what another task on it took would be told as lag.
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "yodel-health");
            thread.setDaemon(true);
            return thread;
        });
        int processors = Runtime.getRuntime().availableProcessors();
        gc = GcPauses.watch(counts);
        cpu = CpuShare.watch(System::nanoTime, CpuClocks.process(), processors, SHORT_MILLIS, counts, timer);
        stolen = CpuShare.watch(
                System::nanoTime, CpuClocks.stolen(), CpuClocks.machineProcessors(), LONG_MILLIS, counts, timer);
        throttled = CpuShare.watch(System::nanoTime, CpuClocks.throttled(), processors, LONG_MILLIS, counts, timer);
        lag = TimerLag.watch(System::nanoTime, counts, timer);
    }

    /**
     * Begins to watch.
     *
     * @param counts whether what happens at a moment of the nanosecond clock counts
     */
    public static InjectorHealth watch(LongPredicate counts) {
        return new InjectorHealth(counts);
    }

    /** What was seen so far. */
    public InjectorReadings observed() {
        return new InjectorReadings(
                cpu.share(),
                stolen.share(),
                throttled.share(),
                lag.p99Millis(),
                lag.maxMillis(),
                gc.longestMillis(),
                pauseShare());
    }

    private @Nullable Double pauseShare() {
        long nanos = cpu.nanos();
        return nanos <= 0 ? null : (double) TimeUnit.MILLISECONDS.toNanos(gc.sumMillis()) / nanos;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        gc.close();
    }
}
