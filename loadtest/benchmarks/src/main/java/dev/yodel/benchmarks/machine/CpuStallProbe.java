package dev.yodel.benchmarks.machine;

import dev.yodel.benchmarks.load.LinePrefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells when the core that it is pinned to was withheld, by the host of a virtual machine or by the kernel. It wants the
 * core twice a millisecond, and, run at a real-time priority, need not wait for another program to leave it: where it
 * comes back late, no program ran.
 */
public final class CpuStallProbe {

    private static final long INTERVAL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private CpuStallProbe() {}

    /** Runs until its input ends, and tells of all stalls then: to put one in words takes time that would look like another. */
    public static void main(String[] args) throws IOException {
        List<long[]> stalls = Collections.synchronizedList(new ArrayList<>());
        Thread watch = new Thread(() -> watch(stalls), "watch");
        watch.setDaemon(true);
        watch.start();
        while (System.in.read() >= 0) {
            // nothing is expected
        }
        for (long[] stall : List.copyOf(stalls)) {
            System.out.println(LinePrefix.STALL + " from=" + stall[0] + " to=" + stall[1]);
        }
    }

    private static void watch(List<long[]> stalls) {
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
