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
 * Measures a load program from within: waits until the warm-up is over, measures for the window, and prints the result.
 * CPU time is that of the whole process, including garbage collection and JIT compilation.
 *
 * @param counters reads and resets the counters
 * @param lateness the late starts of scheduled calls
 * @param in ends a window {@link Load#UNTIL_INPUT_ENDS without a fixed length}
 * @param out receives the lines, each with a {@link LinePrefix}
 */
public record Measurement(
        Load load, Supplier<Counters> counters, LatenessCounters lateness, InputStream in, PrintStream out) {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final double NANOS = 1e9;

    /** Returns after the window, or as soon as a call of the warm-up fails. */
    public void run() throws InterruptedException, IOException {
        cpuNanos(); // the first call loads classes, which must not happen in the window
        long answered = 0;
        while (answered < load.warmUp()) {
            sleep(POLL);
            Counters counted = counters.get();
            if (counted.failed() > 0) {
                fail(counted.failed());
                return;
            }
            answered += counted.latency().getTotalCount();
        }
        sleep(load.settleTime());
        out.println(LinePrefix.BEGIN);
        long failed = counters.get().failed();
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        awaitEnd();
        Counters counted = counters.get();
        cpu = cpuNanos() - cpu;
        long nanos = System.nanoTime() - begin;
        failed += counted.failed();
        out.println(LinePrefix.END);
        if (failed > 0) {
            fail(failed);
            return;
        }
        out.println(LinePrefix.LATENESS + " " + lateness.within(begin, begin + nanos));
        out.println(LinePrefix.RESULT + " " + result(counted.latency(), begin, nanos, cpu));
    }

    private void awaitEnd() throws InterruptedException, IOException {
        if (!load.window().equals(Load.UNTIL_INPUT_ENDS)) {
            sleep(load.window());
            return;
        }
        while (in.read() >= 0) {
            // the content is ignored
        }
    }

    private void fail(long calls) {
        out.printf("%s calls: %d (expected: 0)%n", LinePrefix.FAILED, calls);
    }

    private static String result(Histogram latency, long begin, long nanos, long cpuNanos) {
        return String.format(
                Locale.ROOT,
                "answered=%d beginNanos=%d seconds=%.6f cpuSeconds=%.6f p50Nanos=%d p99Nanos=%d" + " p999Nanos=%d",
                latency.getTotalCount(),
                begin,
                nanos / NANOS,
                cpuNanos / NANOS,
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getValueAtPercentile(99.9));
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /**
     * What a load program counted since the last reading.
     *
     * @param latency of each answered call or message, in nanoseconds; scheduled calls count from their due time
     * @param failed the number of failed calls
     */
    public record Counters(Histogram latency, long failed) {}
}
