package dev.yodel.benchmarks.machine;

import dev.yodel.benchmarks.load.LinePrefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that detects CPU stalls of the core that it is pinned to. It wakes up twice a millisecond, at a real-time
 * priority that no other program can delay. If it wakes up late, no program had the core: the host of the virtual machine
 * or the kernel had taken it.
 */
final class CpuStallProbe {

    private static final long INTERVAL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private CpuStallProbe() {}

    /** Runs until its input ends, and prints the stalls only then: printing one takes long enough to look like another. */
    public static void main(String[] args) throws IOException {
        List<long[]> stalls = Collections.synchronizedList(new ArrayList<>());
        Thread detector = new Thread(() -> detect(stalls), "stall-detector");
        detector.setDaemon(true);
        detector.start();
        while (System.in.read() >= 0) {
            // the content is ignored
        }
        for (long[] stall : List.copyOf(stalls)) {
            System.out.println(LinePrefix.STALL + " from=" + stall[0] + " to=" + stall[1]);
        }
    }

    private static void detect(List<long[]> stalls) {
        long last = System.nanoTime();
        while (!Thread.interrupted()) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            long now = System.nanoTime();
            if (now - last > STALL_NANOS) {
                stalls.add(new long[] {last, now});
            }
            last = now;
        }
    }
}
