package dev.yodel.benchmarks;

import dev.yodel.benchmarks.load.Signals;
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
public final class Witness {

    private static final long INTERVAL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Witness() {}

    /** Runs until its input ends, and tells of all stalls then: to do so at once would take time that it would miss. */
    public static void main(String[] args) throws IOException {
        List<String> stalls = Collections.synchronizedList(new ArrayList<>());
        Thread watch = new Thread(() -> watch(stalls), "watch");
        watch.setDaemon(true);
        watch.start();
        while (System.in.read() >= 0) {
            // nothing is expected
        }
        List.copyOf(stalls).forEach(System.out::println);
    }

    private static void watch(List<String> stalls) {
        long last = System.nanoTime();
        while (!Thread.interrupted()) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            long now = System.nanoTime();
            if (now - last > STALL_NANOS) {
                stalls.add(Signals.STALL + " from=" + last + " to=" + now);
            }
            last = now;
        }
    }
}
