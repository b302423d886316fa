package dev.yodel.loadtest.health;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The share of a CPU clock in the time of all processors, from the first to the last reading that counted. Thread-safe. */
final class CpuShare {

    private final LongSupplier nanoClock;
    private final LongSupplier cpuNanos;
    private final LongPredicate counts;
    private final int processors;
    private boolean begun;
    private long firstNanos;
    private long firstCpu;
    private long lastNanos;
    private long lastCpu;

    private CpuShare(LongSupplier nanoClock, LongSupplier cpuNanos, int processors, LongPredicate counts) {
        this.nanoClock = nanoClock;
        this.cpuNanos = cpuNanos;
        this.processors = processors;
        this.counts = counts;
    }

    /**
     * Starts measuring; ends with the timer.
     *
     * @param cpuNanos the clock of CPU time
     * @param processors the number of processors whose time it counts
     * @param periodMillis the time between readings
     * @param counts whether a moment of the nanosecond clock is in the measured window
     */
    static CpuShare watch(
            LongSupplier nanoClock,
            LongSupplier cpuNanos,
            int processors,
            long periodMillis,
            LongPredicate counts,
            ScheduledExecutorService timer) {
        CpuShare share = new CpuShare(nanoClock, cpuNanos, processors, counts);
        var unused = timer.scheduleAtFixedRate(share::read, 0, periodMillis, TimeUnit.MILLISECONDS);
        return share;
    }

    /** 0 to 1, where 1 is every processor, all the time; null without two readings that counted. */
    synchronized @Nullable Double share() {
        long nanos = lastNanos - firstNanos;
        return nanos <= 0 ? null : (double) (lastCpu - firstCpu) / nanos / processors;
    }

    /** Time from the first to the last reading that counted. */
    synchronized long nanos() {
        return lastNanos - firstNanos;
    }

    private synchronized void read() {
        long now = nanoClock.getAsLong();
        if (!counts.test(now)) {
            return;
        }
        lastNanos = now;
        lastCpu = cpuNanos.getAsLong();
        if (!begun) {
            begun = true;
            firstNanos = lastNanos;
            firstCpu = lastCpu;
        }
    }
}
