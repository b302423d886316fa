package dev.yodel.loadtest.health;

import dev.yodel.loadtest.result.InjectorReadings;
import dev.yodel.loadtest.result.IntervalHealth;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Measures the health of this JVM as a load generator: its CPU share, CPU time withheld from it, pauses of its garbage
 * collector, and how late a timer fires. It judges nothing: thresholds are in {@code verdict}. Thread-safe.
 */
public final class InjectorHealth implements AutoCloseable {

    private static final long SHORT_MILLIS = 10;

    /** For clocks that are read from files. */
    private static final long LONG_MILLIS = 100;

    private final ScheduledExecutorService timer;
    private final GcPauses gc;
    private final CpuShare cpu;
    private final CpuShare stolen;
    private final CpuShare throttled;
    private final TimerLag lag;
    private final int processors;
    private final int machineProcessors = CpuClocks.machineProcessors();
    private final LongSupplier processNanos = CpuClocks.process();
    private final LongSupplier machineNanos = CpuClocks.machine();
    private final LongSupplier stolenNanos = CpuClocks.stolen();
    private final LongSupplier throttledNanos = CpuClocks.throttled();
    private long takenAt = System.nanoTime();
    private long usedThen = processNanos.getAsLong();

    private InjectorHealth(LongPredicate counts) {
        // A dedicated thread: other tasks on it would appear as lag.
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "yodel-health");
            thread.setDaemon(true);
            return thread;
        });
        processors = Runtime.getRuntime().availableProcessors();
        gc = GcPauses.watch(counts);
        cpu = CpuShare.watch(System::nanoTime, CpuClocks.process(), processors, SHORT_MILLIS, counts, timer);
        stolen = CpuShare.watch(System::nanoTime, stolenNanos, machineProcessors, LONG_MILLIS, counts, timer);
        throttled = CpuShare.watch(System::nanoTime, throttledNanos, processors, LONG_MILLIS, counts, timer);
        lag = TimerLag.watch(System::nanoTime, counts, timer);
    }

    /**
     * Starts measuring.
     *
     * @param counts whether a moment of the nanosecond clock is in the measured window
     */
    public static InjectorHealth watch(LongPredicate counts) {
        return new InjectorHealth(counts);
    }

    /** The readings so far. */
    public InjectorReadings readings() {
        return new InjectorReadings(
                cpu.share(),
                stolen.share(),
                throttled.share(),
                lag.p99Millis(),
                lag.maxMillis(),
                gc.longestMillis(),
                pauseShare());
    }

    /** The readings since the last time that this was called, in the window or not. */
    public synchronized IntervalHealth take() {
        long now = System.nanoTime();
        long used = processNanos.getAsLong();
        Double share = now > takenAt ? (double) (used - usedThen) / (now - takenAt) / processors : null;
        takenAt = now;
        usedThen = used;
        return new IntervalHealth(share, lag.takeMaxMillis(), gc.takeMillis());
    }

    /** How late a 10 ms timer fired, in nanoseconds, since the last time that this was called, in the window or not. */
    public Histogram takeTimerLag() {
        return lag.take();
    }

    /** CPU time so far, for those who compute shares of it. */
    public CpuTimes cpuTimes() {
        return new CpuTimes(
                machineNanos.getAsLong(), stolenNanos.getAsLong(), throttledNanos.getAsLong(), machineProcessors);
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
