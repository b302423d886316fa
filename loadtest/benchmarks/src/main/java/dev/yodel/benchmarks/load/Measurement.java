package dev.yodel.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * The stretch of a run that figures are taken of: it begins when enough has been answered for the JVM to be warm, lasts
 * its time, and counts the CPU time of the whole process, its collector and compiler included.
 */
public final class Measurement {

    private static final Duration POLL = Duration.ofMillis(200);

    private static final double NANOS = 1e9;

    private final Load load;
    private final Supplier<CallCounters> counted;
    private final LatenessCounters punctuality;
    private final InputStream in;
    private final PrintStream out;

    /**
     * @param counted what was counted since it was asked last
     * @param punctuality how punctual calls were
     * @param in ends when a window without an end of its own does
     * @param out where the {@link LinePrefix} go
     */
    public Measurement(Load load, Supplier<CallCounters> counted, LatenessCounters punctuality, InputStream in, PrintStream out) {
        this.load = load;
        this.counted = counted;
        this.punctuality = punctuality;
        this.in = in;
        this.out = out;
    }

    /** Waits out warm-up and window, and tells what was measured. */
    public void measure() throws InterruptedException, IOException {
        cpuNanos(); // the first time loads classes, which is not to fall into the window
        long answered = 0;
        while (answered < load.warmUp()) {
            sleep(POLL);
            CallCounters tally = counted.get();
            if (tally.failed() > 0) {
                fail(tally.failed());
                return;
            }
            answered += tally.latency().getTotalCount();
        }
        sleep(load.settle());
        out.println(LinePrefix.BEGIN);
        long failed = counted.get().failed();
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        awaitEnd();
        CallCounters tally = counted.get();
        cpu = cpuNanos() - cpu;
        long nanos = System.nanoTime() - begin;
        failed += tally.failed();
        out.println(LinePrefix.END);
        if (failed > 0) {
            fail(failed);
            return;
        }
        out.println(LinePrefix.TENTHS + " " + punctuality.within(begin, begin + nanos));
        out.println(LinePrefix.RESULT + " " + fields(tally, begin, nanos, cpu));
    }

    private void awaitEnd() throws InterruptedException, IOException {
        if (!load.window().equals(Load.UNTIL_TOLD)) {
            sleep(load.window());
            return;
        }
        while (in.read() >= 0) {
            // nothing is expected
        }
    }

    private void fail(long calls) {
        out.printf("%s calls: %d (expected: 0)%n", LinePrefix.FAILED, calls);
    }

    private static String fields(CallCounters tally, long begin, long nanos, long cpuNanos) {
        Histogram latency = tally.latency();
        return String.format(
                Locale.ROOT,
                "answered=%d beginNanos=%d seconds=%.6f cpuSeconds=%.6f p50Nanos=%d p99Nanos=%d",
                latency.getTotalCount(),
                begin,
                nanos / NANOS,
                cpuNanos / NANOS,
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99));
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
