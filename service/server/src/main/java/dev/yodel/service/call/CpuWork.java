package dev.yodel.service.call;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Burns CPU time for calls that ask for it. Few threads do it, half as many as there are processors, so that the threads
 * of the transport have the others. Each work is done in slices and rejoins the queue after each, so all calls progress at
 * the same pace, and a cancelled call stops within a slice. The queue is bounded by the limits of open calls. Thread-safe.
 */
public final class CpuWork implements AutoCloseable {

    static final long SLICE_NANOS = 1_000_000;

    private static final int ROUNDS_PER_READING = 2_000;

    private final ThreadPoolExecutor threads;
    private final LongSupplier cpuNanos;

    /** @param cpuNanos the CPU time that the current thread has used */
    CpuWork(int threads, LongSupplier cpuNanos) {
        this.cpuNanos = cpuNanos;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new ThreadFactoryBuilder()
                        .setNameFormat("yodel-cpu-%d")
                        .setDaemon(true)
                        .build(),
                new DiscardPolicy()); // After the end.
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Threads for this machine; none is started before there is work. */
    public static CpuWork create() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        return new CpuWork(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                bean.isCurrentThreadCpuTimeSupported() ? bean::getCurrentThreadCpuTime : System::nanoTime);
    }

    /** Burns CPU time, then runs an action on the same thread, unless the work is cancelled before. */
    Future<?> start(long nanos, Runnable done) {
        Work work = new Work(nanos, done);
        threads.execute(work);
        return work;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Work extends CompletableFuture<Void> implements Runnable {

        private final Runnable done;
        private long left;
        private volatile long mixed = 1;

        Work(long nanos, Runnable done) {
            this.done = done;
            left = nanos;
        }

        @Override
        public void run() {
            long start = cpuNanos.getAsLong();
            long slice = Math.min(left, SLICE_NANOS);
            long used = 0;
            while (used < slice && !isDone()) {
                mixed = mix(mixed);
                used = cpuNanos.getAsLong() - start;
            }
            left -= used;
            if (isDone()) {
                return;
            }
            if (left > 0) {
                threads.execute(this);
            } else {
                complete(null);
                done.run();
            }
        }

        private static long mix(long seed) {
            long mixed = seed;
            for (int i = 0; i < ROUNDS_PER_READING; i++) {
                mixed = mixed * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            }
            return mixed;
        }
    }
}
