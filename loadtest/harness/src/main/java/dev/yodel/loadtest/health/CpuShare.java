package dev.yodel.loadtest.health;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The share of the machine's processors that this process used, from the first to the last reading that counted. Thread-safe. */
final class CpuShare {

    private static final long PERIOD_MILLIS = 100;

    private final LongSupplier nanoClock;
    private final LongSupplier cpuNanos;
    private final BooleanSupplier counting;
    private boolean begun;
    private long firstNanos;
    private long firstCpu;
    private long lastNanos;
    private long lastCpu;

    private CpuShare(LongSupplier nanoClock, LongSupplier cpuNanos, BooleanSupplier counting) {
        this.nanoClock = nanoClock;
        this.cpuNanos = cpuNanos;
        this.counting = counting;
    }

    /** Begins to watch; ends with the timer. */
    static CpuShare watch(LongSupplier nanoClock, BooleanSupplier counting, ScheduledExecutorService timer) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        CpuShare share = new CpuShare(nanoClock, system::getProcessCpuTime, counting);
        var unused = timer.scheduleAtFixedRate(share::read, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return share;
    }

    /** 0 to 1, where 1 is every processor that this JVM may use, all the time. */
    synchronized double share() {
        long nanos = lastNanos - firstNanos;
        return nanos <= 0
                ? 0
                : (double) (lastCpu - firstCpu) / nanos / Runtime.getRuntime().availableProcessors();
    }

    /** Time from the first to the last reading that counted. */
    synchronized long nanos() {
        return lastNanos - firstNanos;
    }

    private synchronized void read() {
        if (!counting.getAsBoolean()) {
            return;
        }
        lastNanos = nanoClock.getAsLong();
        lastCpu = cpuNanos.getAsLong();
        if (!begun) {
            begun = true;
            firstNanos = lastNanos;
            firstCpu = lastCpu;
        }
    }
}
